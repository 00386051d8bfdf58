import { useWords } from '../i18n/Language';
import { type ThemeChoice, useTheme } from '../theme/useTheme';

const links = [
  { page: '', also: ['q', 'frozen'], address: '#/', title: 'navQuestions' },
  { page: 'editor', also: [], address: '#/editor', title: 'navEditor' },
  { page: 'schema', also: ['errors', 'changes'], address: '#/schema', title: 'navSchema' },
  { page: 'glossary', also: [], address: '#/glossary', title: 'navGlossary' },
] as const;

function ThemePicker() {
  const words = useWords();
  const { choice, choose } = useTheme();
  return (
    <label className="theme-picker">
      <span className="visually-hidden">{words.say('theme')}</span>
      <select value={choice} onChange={(event) => choose(event.target.value as ThemeChoice)}>
        <option value="system">{words.say('themeSystem')}</option>
        <option value="light">{words.say('themeLight')}</option>
        <option value="dark">{words.say('themeDark')}</option>
      </select>
    </label>
  );
}

function LanguagePicker() {
  const words = useWords();
  return (
    <fieldset className="language-picker">
      <legend className="visually-hidden">{words.say('language')}</legend>
      {(['vi', 'en'] as const).map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={words.language === language}
          onClick={() => words.setLanguage(language)}
        >
          <span className="language-whole">{language === 'vi' ? 'Tiếng Việt' : 'English'}</span>
          <span className="language-short" aria-hidden="true">
            {language.toUpperCase()}
          </span>
        </button>
      ))}
    </fieldset>
  );
}

/** Name, ways through the page, language and theme. */
export function Header({ page }: { readonly page: string }) {
  const words = useWords();
  return (
    <header className="site-head">
      <a className="brand" href="#/">
        <span className="brand-mark" aria-hidden="true" />
        {words.say('brand')}
      </a>
      <nav aria-label={words.say('navMain')}>
        {links.map((link) => {
          const current = link.page === page || (link.also as readonly string[]).includes(page);
          return (
            <a key={link.page} href={link.address} aria-current={current ? 'page' : undefined}>
              {words.say(link.title)}
            </a>
          );
        })}
      </nav>
      <div className="site-choices">
        <LanguagePicker />
        <ThemePicker />
      </div>
    </header>
  );
}
