import { join } from 'node:path';
import type { EngineName } from '../engines/createGeneration';
import { isHttpUrl, list, oneOf, text, toggle } from './optionKinds';
import { splitOnce } from './splitOnce';

const repository = join(__dirname, '..', '..', '..');
const subgraphAddress = (item: string): string | undefined => {
  const [name, url] = splitOnce(item);
  return name && isHttpUrl(url) ? undefined : 'name=address, as finance=http://localhost:4002/graphql';
};

/** Settings: the supergraph, its departments and the engine over it. */
export const supergraphOptions = {
  supergraph: text(
    {
      variable: 'SUPERGRAPH',
      help: 'the supergraph file',
      fallback: join(repository, 'schema', 'supergraph.graphql'),
    },
    'FILE',
  ),
  subgraph: list(
    {
      variable: 'SUBGRAPHS',
      help: 'an address in place of that of the supergraph; may be repeated. NAME_URL in the environment does the same',
      fallback: [],
    },
    'NAME=URL',
    subgraphAddress,
  ),
  watch: toggle({
    variable: 'WATCH_SUPERGRAPH',
    help: 'take over the supergraph file when it changes',
    fallback: true,
  }),
  engine: oneOf<EngineName>(
    {
      variable: 'ENGINE',
      help: "what plans and executes operations: own, or apollo for the stock gateway's executor",
      fallback: 'own',
    },
    ['own', 'apollo'],
  ),
  shareReads: toggle({
    variable: 'SHARE_READS',
    help: 'ask a department once for reads that are identical, by the same caller, and in flight at once',
    fallback: true,
  }),
  dedupe: toggle({
    variable: 'DEDUPE',
    help: 'execute identical client queries that are in flight at once, of the same caller, only once',
    fallback: false,
  }),
  explain: oneOf<'auto' | 'on' | 'off'>(
    {
      variable: 'EXPLAIN',
      help: 'answer `x-lien-thong-explain: 1` with the plan, its requests and their times; auto is off where NODE_ENV is production',
      fallback: 'auto',
    },
    ['auto', 'on', 'off'],
  ),
};
