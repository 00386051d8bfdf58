import { parsePausing } from '../../../gateway/src/respond/parsePausing';
import { runPausing } from '../../../gateway/src/respond/pausing';

/** Values with everything that can stand in JSON text, in an order that the seed decides. */
function value(seed: number, depth: number): unknown {
  const kind = (seed * 7919) % 11;
  if (kind === 0) return null;
  if (kind === 1) return seed % 2 === 0;
  if (kind === 2) return seed * 1.5e3;
  if (kind === 3) return `"\\${'x'.repeat(seed % 50)}\\\\" ] } , {`;
  if (kind === 4 || depth === 0) return `Đà Nẵng ${seed} \u2028 😀 \n`;
  const items = Array.from({ length: 1 + (seed % 6) }, (_v, index) => value(seed * 31 + index, depth - 1));
  return kind < 8 ? items : Object.fromEntries(items.map((item, index) => [`k"${index}`, item]));
}

const read = (text: string) => runPausing(parsePausing(text));

test('reads what JSON.parse reads, however long and nested', async () => {
  const long = {
    rows: Array.from({ length: 3_000 }, (_v, index) => value(index, 4)),
    text: 'a"\\'.repeat(100_000),
    __proto__x: {
      nested: [[Array.from({ length: 10_000 }, (_v, index) => ({ id: index, name: `row ${index}` }))]],
    },
    end: [],
  };
  for (const text of [
    JSON.stringify(long),
    JSON.stringify(long, null, 1),
    JSON.stringify([long, 1, [long]]),
  ]) {
    expect(text.length).toBeGreaterThan(600_000);
    // As text: comparing the values one by one takes longer than all the rest.
    expect(JSON.stringify(await read(text)) === JSON.stringify(JSON.parse(text))).toBe(true);
  }
});

test('keeps keys that objects inherit', async () => {
  const text = `{"__proto__":{"a":1},"rows":[${'"0123456789",'.repeat(100_000)}0]}`;
  expect(Object.keys((await read(text)) as object)).toEqual(['__proto__', 'rows']);
});

test.each([
  ['cut off in a list', (text: string) => text.slice(0, -300_000)],
  ['cut off in a string', (text: string) => `${text.slice(0, 700_001)}"`],
  ['cut off before its end', (text: string) => text.slice(0, -1)],
  ['followed by more', (text: string) => `${text}]`],
  ['without a comma', (text: string) => text.replace('},{', '}{')],
])('refuses a text that is %s', async (_name, spoil) => {
  const text = JSON.stringify({
    data: { rows: Array.from({ length: 30_000 }, (_v, index) => ({ id: index, name: `row ${index}` })) },
  });
  await expect(read(spoil(text))).rejects.toThrow(SyntaxError);
});

test('lets others take their turn', async () => {
  let turns = 0;
  let running = true;
  const count = (): void => {
    turns++;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  await read(
    JSON.stringify(Array.from({ length: 200_000 }, (_v, index) => ({ id: index, name: `row ${index}` }))),
  );
  running = false;
  expect(turns).toBeGreaterThan(2);
});
