import { mebibytes } from '../Probes';
import { readWholeNumbers } from '../readWholeNumbers';
import { runCommand } from '../runCommand';
import { growthAllowed, type ReloadReport, runReloads } from './runReloads';
import { type RollReport, runRolling } from './runRolling';

const usage = `npm run test:restarts -- [--rounds N] [--workers N] [--rate N] [--reloads N] [--connections N]

  --rounds N       how often the gateway and each department are replaced, 0 for not at all (default 2)
  --workers N      processes of the gateway and of each department (default 2)
  --rate N         questions a second meanwhile (default 12)
  --reloads N      how often the supergraph is changed under load, 0 for not at all (default 100)
  --connections N  connections that load the gateway meanwhile (default 20)`;

function printRoll(report: RollReport): void {
  const { what, tookMs, requests, bad, longestWaitMs, commands, unacknowledged, reasons } = report;
  console.log(
    `${what.padEnd(10)} replaced in ${(tookMs / 1_000).toFixed(1)} s: ${requests} questions, ${bad} failed, longest ${Math.round(longestWaitMs)} ms; ${commands} commands, ${unacknowledged} failed`,
  );
  for (const reason of reasons) console.log(`    ${reason.slice(0, 300)}`);
}

function printReloads(report: ReloadReport): string[] {
  const { reloads, requests, failed, steadyP99Ms, p99Ms, longestMs, heapBefore, heapAfter } = report;
  console.log(
    `${reloads} reloads: ${requests} requests, ${failed} failed; p99 ${p99Ms.toFixed(1)} ms, without reloads ${steadyP99Ms.toFixed(1)} ms (${(p99Ms / steadyP99Ms).toFixed(1)} times); longest ${longestMs.toFixed(0)} ms`,
  );
  console.log(
    `memory after the first reload and after the last: heap ${mebibytes(heapBefore)} and ${mebibytes(heapAfter)} MiB, resident ${mebibytes(report.rssBefore)} and ${mebibytes(report.rssAfter)} MiB`,
  );
  return [
    ...(failed > 0 ? [`${failed} requests failed while the supergraph was reloaded`] : []),
    ...(heapAfter - heapBefore > growthAllowed ? ['the heap has grown with the reloads'] : []),
  ];
}

async function main(argv: readonly string[]): Promise<number> {
  const flags = readWholeNumbers(argv, {
    rounds: [2, 0, 100],
    workers: [2, 1, 16],
    rate: [12, 1, 1_000],
    reloads: [100, 0, 10_000],
    connections: [20, 1, 1_000],
  });
  const problems: string[] = [];
  if (flags.rounds > 0) {
    const lost = await runRolling(flags, (report) => {
      printRoll(report);
      if (report.bad > 0)
        problems.push(`${report.what}: ${report.bad} questions failed while it was replaced`);
      if (report.unacknowledged > 0) {
        problems.push(`${report.what}: ${report.unacknowledged} commands failed while it was replaced`);
      }
    });
    problems.push(...lost);
  }
  if (flags.reloads > 0) problems.push(...printReloads(await runReloads(flags)));
  console.log(`problems: ${problems.length}`);
  for (const problem of problems) console.log(`  ${problem}`);
  return problems.length === 0 ? 0 : 1;
}

runCommand(main, usage);
