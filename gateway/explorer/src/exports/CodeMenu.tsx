import { useState } from 'react';
import { endpoint, type OperationRequest } from '../answer/runOperation';
import { useWords } from '../i18n/Language';
import { CopyButton } from '../ui/CopyButton';
import { Disclosure } from '../ui/Disclosure';
import { asCode, type CodeLanguage } from './asCode';

const languages: readonly { readonly id: CodeLanguage; readonly name: string }[] = [
  { id: 'curl', name: 'curl' },
  { id: 'typescript', name: 'TypeScript' },
  { id: 'python', name: 'Python' },
];

/** The same request as a program. */
export function CodeMenu({ request }: { readonly request: OperationRequest }) {
  const words = useWords();
  const [language, setLanguage] = useState<CodeLanguage>('curl');
  const code = asCode(language, endpoint, request);
  return (
    <Disclosure label={words.say('asCode')}>
      {() => (
        <div className="menu code-menu">
          <div className="segments">
            {languages.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                className="segment"
                aria-pressed={language === id}
                onClick={() => setLanguage(id)}
              >
                {name}
              </button>
            ))}
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls must be reachable by keyboard. */}
          <pre tabIndex={0}>
            <code>{code}</code>
          </pre>
          <CopyButton text={code} />
        </div>
      )}
    </Disclosure>
  );
}
