import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Two departments with large answers, made beforehand, in a process of their own: `lists` has rows, `extras` has more
 * of each row. They answer what the benchmark asks and nothing else.
 */
const rowCount = Number(process.env.ROWS);

const padding = 'Dịch vụ công nghệ thông tin '.repeat(8);
const rows = Array.from({ length: rowCount }, (_, index) => ({
  __typename: 'Row',
  id: `row-${index}`,
  name: `${padding}${index}`,
  amount: index * 1_000,
}));
const listed = JSON.stringify({ data: { rows } });
const more = JSON.stringify({
  data: { _entities: rows.map(({ id, amount }) => ({ paid: amount / 2, note: `Ghi chú của ${id}` })) },
});

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(request.url === '/extras' ? more : listed);
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
