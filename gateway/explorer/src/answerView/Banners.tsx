import { useMemo } from 'react';
import type { Answer } from '../answer/Answer';
import { useWords } from '../i18n/Language';
import { type Failures, isWithheld } from '../table/cellOf';

/** Departments that did not answer, by name, and what else went wrong. */
export function Banners(props: {
  readonly answer: Answer;
  readonly failures: Failures;
  readonly illustrative: boolean;
}) {
  const words = useWords();
  const others = useMemo(() => {
    const sentences = props.answer.errors
      .filter((error) => !error.department && !isWithheld(error))
      .map((error) => (error.sentence ? `${words.text(error.sentence)} (${error.message})` : error.message));
    return [...new Set(sentences)];
  }, [props.answer, words]);
  return (
    <>
      {[...props.failures.departments].map((department) => (
        <div className="banner" data-kind="down" role="alert" key={department}>
          <strong>{words.say('downTitle', { department: words.departmentName(department) })}</strong>
          <p>{words.say('downBody')}</p>
        </div>
      ))}
      {props.failures.withheld.size > 0 ? (
        <div className="banner" data-kind="withheld" role="status">
          <strong>{words.say('withheldTitle')}</strong>
          <p>{words.say('withheldBody')}</p>
        </div>
      ) : null}
      {others.length > 0 ? (
        <div className="banner" data-kind="error" role="alert">
          <strong>{words.say('errorsTitle')}</strong>
          <ul>
            {others.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {props.illustrative ? (
        <div className="banner" data-kind="illustrative">
          <strong>{words.say('illustrativeWatermark')}</strong>
          <p>{words.say('illustrativeBanner')}</p>
        </div>
      ) : null}
    </>
  );
}
