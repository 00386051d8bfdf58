import catalogue from 'virtual:catalogue';
import { endpoint } from '../answer/runOperation';
import { formatValue } from '../format/formatValue';
import { useFreshness } from '../freshness/Freshness';
import { useWords } from '../i18n/Language';
import { DepartmentTag } from './DepartmentTag';

/** How fresh each department's data is, and where programs ask. */
export function Footer() {
  const words = useWords();
  const freshness = useFreshness();
  const timeOf = (name: string) => {
    const known = freshness?.find((each) => each.department === name);
    if (!known) return words.say('freshLoading');
    if (!known.answered || !known.lastChangedAt) return words.say('freshUnknown');
    return formatValue(words, { value: 'instant', type: 'DateTime' }, known.lastChangedAt);
  };
  return (
    <footer className="site-foot">
      <dl className="freshness">
        <dt className="freshness-title">{words.say('freshness')}</dt>
        {catalogue.departments.map(({ name }) => (
          <dd key={name}>
            <DepartmentTag name={name} /> <span className="freshness-time">{timeOf(name)}</span>
          </dd>
        ))}
      </dl>
      <p>
        {words.say('endpoint')}: <code>{endpoint}</code>
      </p>
    </footer>
  );
}
