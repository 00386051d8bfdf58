import { startTestbed, type Testbed } from './testbed';

let bed: Testbed;
beforeAll(async () => {
  bed = await startTestbed();
}, 120_000);
afterAll(() => bed.stop());

const question = '{ programmeByCode(code: "CT-UDCNTT-2019") { code } }';
const readiness = async () => {
  const response = await fetch(bed.department.url.replace('/graphql', '/ready'));
  return { status: response.status, body: await response.json() };
};

test('a department whose database is killed stays up, says so, and recovers by itself', async () => {
  await bed.mongo.kill9();
  const { data, errors } = await bed.ask(question);
  expect(data).toEqual({ programmeByCode: null });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['DATABASE_UNAVAILABLE']);
  expect(await readiness()).toMatchObject({ status: 503, body: { ready: false, department: 'planning' } });

  await bed.mongo.restart();
  const deadline = Date.now() + 60_000;
  let answer = await bed.ask(question);
  while (answer.errors && Date.now() < deadline) answer = await bed.ask(question);
  expect(answer.data).toEqual({ programmeByCode: { code: 'CT-UDCNTT-2019' } });
  expect(await readiness()).toMatchObject({ status: 200, body: { ready: true } });
});
