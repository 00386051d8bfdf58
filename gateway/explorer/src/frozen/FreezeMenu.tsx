import { useState } from 'react';
import type { JsonObject } from '../answer/Answer';
import { useWords } from '../i18n/Language';
import { CopyButton } from '../ui/CopyButton';
import { Disclosure } from '../ui/Disclosure';
import { freezeAnswer } from './frozenAnswers';

const absolute = (hash: string) => new URL(hash, window.location.href).href;

function LinkField({ label, address }: { readonly label: string; readonly address: string }) {
  return (
    <div className="link-field">
      <label className="field">
        {label}
        <input className="input" readOnly value={address} onFocus={(event) => event.target.select()} />
      </label>
      <CopyButton text={address} />
    </div>
  );
}

/** Links to a question: the one that asks anew, and the one that keeps this answer. */
export function FreezeMenu(props: {
  readonly permalink: string;
  readonly question: string;
  readonly query: string;
  readonly pages: readonly JsonObject[];
}) {
  const words = useWords();
  const [state, setState] = useState<{ hash?: string; busy?: boolean; failure?: string }>({});
  const freeze = async () => {
    setState({ busy: true });
    try {
      const { question, query, pages } = props;
      setState({ hash: await freezeAnswer({ question, query, pages }) });
    } catch (problem) {
      setState({ failure: problem instanceof Error ? problem.message : String(problem) });
    }
  };
  return (
    <Disclosure label={words.say('link')}>
      {() => (
        <div className="menu">
          <LinkField label={words.say('copyLink')} address={absolute(props.permalink)} />
          <hr />
          <p className="note">{words.say('freezeNote')}</p>
          {state.hash ? (
            <LinkField label={words.say('frozenReady')} address={absolute(`#/frozen/${state.hash}`)} />
          ) : (
            <button type="button" className="button" disabled={state.busy} onClick={freeze}>
              {words.say(state.busy ? 'freezing' : 'freeze')}
            </button>
          )}
          {state.failure ? <p role="alert">{state.failure}</p> : null}
        </div>
      )}
    </Disclosure>
  );
}
