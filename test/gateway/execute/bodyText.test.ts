import { BodyText } from '../../../gateway/src/execute/http1/BodyText';

const sentence = 'Đơn giá thuê dịch vụ công nghệ thông tin 🇻🇳, ';

function textOf(bytes: Buffer, pieceBytes: number): BodyText {
  const body = new BodyText();
  for (let at = 0; at < bytes.length; at += pieceBytes) body.add(bytes.subarray(at, at + pieceBytes));
  return body;
}

test.each([
  ['short', 3, 7],
  ['short, a byte at a time', 60, 1],
  ['long, cut inside characters', 40_000, 65_537],
  ['long, in one piece', 40_000, 100_000_000],
])('a %s body of UTF-8 is the text that was sent', (_kind, times, pieceBytes) => {
  const text = sentence.repeat(times);
  const bytes = Buffer.from(text);
  const body = textOf(bytes, pieceBytes);
  expect(body.size).toBe(bytes.length);
  expect(body.finish() === text).toBe(true);
});

test('an empty body is an empty text', () => {
  expect(new BodyText().finish()).toBe('');
});
