import { type CountedCity, startCountedCity } from '../../helpers/countedCity';
import type { TestAnswer } from '../../helpers/federation';
import { questionNumbers, questionText, twinVariables } from '../../helpers/questions';

/** What the questions cost in database commands: as much on a hundred contracts as on thousands. */
const packs = ['facts', 'external', 'illustrative'] as const;

async function costs(city: CountedCity): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const number of questionNumbers) {
    const { answer, commands } = await city.costOf(questionText(number), twinVariables[number]);
    expect([number, (answer as TestAnswer).errors]).toEqual([number, undefined]);
    counts[number] = Object.values(commands).reduce((sum, events) => sum + events.length, 0);
  }
  return counts;
}

let small: CountedCity;
let medium: CountedCity;

beforeAll(async () => {
  small = await startCountedCity(packs, 'S');
  medium = await startCountedCity(packs, 'M');
}, 400_000);
afterAll(async () => {
  await small.stop();
  await medium.stop();
});

test('every question costs as many database commands on tier M as on tier S', async () => {
  const [onSmall, onMedium] = [await costs(small), await costs(medium)];
  expect(onMedium).toEqual(onSmall);
}, 300_000);

test('question 01 with twenty contracts costs at most eight commands in the three departments together', async () => {
  const { answer, commands } = await small.costOf(questionText('01'), twinVariables['01']);
  expect(answer).toMatchObject({ data: { programmeByCode: { contracts: { nodes: { length: 20 } } } } });
  const total = Object.values(commands).reduce((sum, events) => sum + events.length, 0);
  expect(total).toBeLessThanOrEqual(8);
}, 200_000);

test('a page of fifty costs as many commands as a page of five', async () => {
  const query = questionText('06');
  const [five, fifty] = [await medium.costOf(query, { first: 5 }), await medium.costOf(query, { first: 50 })];
  const total = ({ commands }: typeof five) =>
    Object.values(commands).reduce((sum, events) => sum + events.length, 0);
  expect(total(fifty)).toBe(total(five));
}, 200_000);
