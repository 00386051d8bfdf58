import { readWholeNumbers } from '../readWholeNumbers';
import { runCommand } from '../runCommand';
import { soakCity } from './soakCity';
import { soakRequests } from './soakRequests';

const usage = `npm run test:soak -- [--minutes N] [--rate N] [--slack N]
npm run test:soak -- --requests N [--reloads N] [--connections N]

  --minutes N      how long the whole city is asked and written to (default 30)
  --rate N         questions a second (default 10)
  --slack N        how many times more the event loop may be held up than wanted: for a busy machine (default 1)
  --requests N     in place of that, so many requests to a gateway before fast subgraphs
  --reloads N      how often its supergraph is changed meanwhile (default 100)
  --connections N  connections that it is loaded over (default 30)`;

async function main(argv: readonly string[]): Promise<number> {
  const flags = readWholeNumbers(argv, {
    minutes: [30, 1, 10_000],
    rate: [10, 1, 1_000],
    slack: [1, 1, 100],
    requests: [0, 0, 999_999_999],
    reloads: [100, 0, 100_000],
    connections: [30, 1, 1_000],
  });
  const problems = flags.requests > 0 ? await soakRequests(flags) : await soakCity(flags);
  console.log(`problems: ${problems.length}`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

runCommand(main, usage);
