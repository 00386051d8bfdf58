import { useEffect, useState } from 'react';
import { useWords } from '../i18n/Language';

/** Copies a text; says so, or says that the browser does not allow it. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const words = useWords();
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), 4000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={copy}>
        {state === 'copied' ? words.say('copied') : (label ?? words.say('copy'))}
      </button>
      <span role="status" className={state === 'failed' ? 'note' : 'visually-hidden'}>
        {state === 'copied' ? words.say('copied') : ''}
        {state === 'failed' ? words.say('copyFailed') : ''}
      </span>
    </>
  );
}
