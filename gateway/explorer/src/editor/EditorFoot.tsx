import { useOperationsEditorState, useVariablesEditorState } from '@graphiql/react';
import { parse } from 'graphql';
import { useMemo } from 'react';
import { isObject, type JsonObject } from '../answer/Answer';
import { useWords } from '../i18n/Language';
import { routeHash } from '../router/useRoute';
import { CopyButton } from '../ui/CopyButton';
import { estimateObjects } from './estimateRows';
import { schemaFacts } from './schemaFacts';

function readVariables(text: string): JsonObject {
  try {
    const variables: unknown = JSON.parse(text || '{}');
    return isObject(variables) ? variables : {};
  } catch {
    return {};
  }
}

function estimate(query: string, variables: string): number | undefined {
  try {
    return estimateObjects(schemaFacts.schema, parse(query), { variables: readVariables(variables) });
  } catch {
    // Half-typed: no estimate until it can be read.
    return undefined;
  }
}

/** Below the editor: what the query can bring at most, before it runs, and a link that opens it elsewhere. */
export function EditorFoot() {
  const words = useWords();
  const [query] = useOperationsEditorState();
  const [variables] = useVariablesEditorState();
  const objects = useMemo(() => estimate(query, variables), [query, variables]);
  const parameters = new URLSearchParams({ query, ...(variables.trim() ? { v: variables } : {}) });
  const address = new URL(routeHash(['editor'], parameters), window.location.href).href;
  return (
    <div className="editor-foot">
      <span className="note">
        {objects === undefined
          ? words.say('costUnknown')
          : words.say('costEstimate', { n: words.number(objects) })}
      </span>
      <CopyButton text={address} label={words.say('copyLink')} />
    </div>
  );
}
