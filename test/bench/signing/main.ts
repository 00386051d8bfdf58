import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import {
  createPartyKey,
  createRequestGate,
  createRequestSigner,
  printKeySet,
  publicHalf,
  RequestKeys,
} from '@lien-thong/subgraph-kit';

const rounds = 20_000;

/** Microseconds of one call, the least of five runs: what disturbs a run only makes it longer. */
function microsecondsOf(task: (round: number) => unknown, count = rounds): string {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const begun = performance.now();
    for (let round = 0; round < count; round += 1) task(round);
    least = Math.min(least, ((performance.now() - begun) * 1_000) / count);
  }
  return `${least.toFixed(1)} µs`;
}

/** Keys of a sender and a receiver that know each other. */
function pairOfKeys(): { readonly sender: RequestKeys; readonly receiver: RequestKeys } {
  const [own, other] = [createPartyKey('gateway'), createPartyKey('finance')];
  const known = printKeySet([publicHalf(own), publicHalf(other)]);
  return {
    sender: new RequestKeys({ private: printKeySet([own]), public: known }),
    receiver: new RequestKeys({ private: printKeySet([other]), public: known }),
  };
}

const { sender, receiver } = pairOfKeys();
const signRequest = createRequestSigner(sender)('finance');
const gate = createRequestGate(receiver);

for (const bytes of [300, 3_000, 30_000]) {
  const body = 'x'.repeat(bytes);
  const request = { method: 'POST', target: '/graphql', body, headers: {} };
  console.log(`signing ${bytes} bytes    ${microsecondsOf(() => signRequest(request))}`);
  const received = Buffer.from(body);
  const signed = Array.from({ length: rounds }, () => ({ ...signRequest(request) }));
  const begun = performance.now();
  for (const headers of signed) gate({ method: 'POST', url: '/graphql', headers })(received);
  console.log(`verifying ${bytes} bytes  ${(((performance.now() - begun) * 1_000) / rounds).toFixed(1)} µs`);
}
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const base = Buffer.alloc(300);
const signature = sign(null, base, privateKey);
console.log(`Ed25519, to compare: signing ${microsecondsOf(() => sign(null, base, privateKey), 2_000)}`);
console.log(
  `                   verifying ${microsecondsOf(() => verify(null, base, publicKey, signature), 2_000)}`,
);
