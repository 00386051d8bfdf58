import { parse } from 'graphql';
import { federation2, startFederation } from '../../helpers/federation';

const graph = {
  a: {
    sdl: `${federation2} type Query { x: Int y: Int u: User } type User @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { x: () => 1, y: () => 2, u: () => ({ id: '1' }) } },
  },
  b: {
    sdl: `${federation2} type User @key(fields: "id") { id: ID! name: String }`,
    resolvers: { User: { name: () => 'An' } },
  },
};

test('the most used operations are known, and planned ahead by the next engine', async () => {
  const federation = await startFederation(graph);
  const [rare, often, gone] = [parse('{ x }'), parse('query Often { y }'), parse('{ u { name } }')];
  await federation.engine.execute({ document: rare });
  await federation.engine.execute({ document: gone });
  for (let count = 0; count < 5; count++)
    await federation.engine.execute({ document: often, operationName: 'Often' });
  expect(federation.engine.hotOperations(1)).toEqual([{ document: often, operationName: 'Often' }]);
  expect(federation.engine.hotOperations(9)).toHaveLength(3);

  const next = await federation.engineWith({});
  for (const operation of federation.engine.hotOperations(9)) await next.prepare(operation);
  await next.prepare({ document: parse('{ unknown }') });
  expect(next.stats()).toMatchObject({ planMisses: 3, planFailures: 0 });
  await next.execute({ document: often, operationName: 'Often' });
  expect(next.stats()).toMatchObject({ planMisses: 3, planHits: 1 });
  await federation.close();
});

test('a plan is told in words, and what it took in numbers', async () => {
  const federation = await startFederation(graph);
  const document = parse('query ($s: Boolean!) { x u { name @skip(if: $s) } }');
  const [plan] = await federation.engine.explain({ document });
  expect(plan?.text).toMatchInlineSnapshot(`
"#1 asks a at once:
   {x u{__typename id}}
#2 asks b after #1, only if $s is false for the entities at u:
   query($representations:[_Any!]!){_entities(representations: $representations){...on User{name}}}"
`);
  const { extensions } = await federation.engine.execute({
    document,
    variables: { s: false },
    explain: true,
  });
  expect(extensions).toMatchObject({
    plan: {
      plans: [{ planner: 'native' }],
      requests: [
        { step: 0, department: 'a', failed: false },
        { step: 1, department: 'b', failed: false },
      ],
    },
  });
  await federation.close();
});
