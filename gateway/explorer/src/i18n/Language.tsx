import catalogue from 'virtual:catalogue';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { Formatting } from '../format/formatValue';
import { inLanguage } from '../format/formatValue';
import { readPreference, writePreference } from '../theme/preferences';
import type { Language, Localized } from './Localized';
import { type MessageKey, messages } from './messages';

/** Words in the reader's language. */
export interface Words extends Formatting {
  /** The text of that name, with its `{places}` filled. */
  readonly say: (key: MessageKey, places?: Readonly<Record<string, string | number>>) => string;
  /** One of two texts. */
  readonly text: (both: Localized) => string;
  /** Words for a path of field names, e.g. "Contract › Value". */
  readonly labelOf: (fields: readonly string[]) => string;
  readonly number: (value: number) => string;
  readonly departmentName: (name: string) => string;
  readonly setLanguage: (language: Language) => void;
}

const LanguageContext = createContext<Words | null>(null);

function initialLanguage(): Language {
  const asked = new URLSearchParams(window.location.search).get('lang');
  if (asked === 'vi' || asked === 'en') return asked;
  const kept = readPreference('language');
  if (kept === 'vi' || kept === 'en') return kept;
  return navigator.languages.some((each) => each.toLowerCase().startsWith('vi')) ? 'vi' : 'en';
}

const spaced = (name: string) => {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The words in that language. */
export function wordsIn(language: Language, setLanguage: (language: Language) => void): Words {
  const { labels, departments } = catalogue;
  const text = (both: Localized) => inLanguage(both, language);
  const fieldLabel = (field: string) => {
    const both = labels.fields[field];
    return both ? text(both) : spaced(field);
  };
  return {
    language,
    labels,
    text,
    setLanguage,
    say: (key, places = {}) =>
      messages[key][language === 'vi' ? 0 : 1].replace(/\{(\w+)\}/g, (_, name: string) =>
        String(places[name] ?? ''),
      ),
    labelOf: (fields) => fields.map(fieldLabel).join(' › '),
    number: (value) => new Intl.NumberFormat(language === 'vi' ? 'vi-VN' : 'en-GB').format(value),
    departmentName: (name) => {
      const known = departments.find((department) => department.name === name);
      return known ? text(known.title) : name;
    },
  };
}

/** Gives the words of the chosen language to everything below, and keeps the choice in the browser. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(initialLanguage);
  const choose = useCallback((next: Language) => {
    writePreference('language', next);
    setLanguage(next);
  }, []);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const words = useMemo(() => wordsIn(language, choose), [language, choose]);
  return <LanguageContext value={words}>{children}</LanguageContext>;
}

/** The words of the chosen language. Throws outside of `LanguageProvider`. */
export function useWords(): Words {
  const words = useContext(LanguageContext);
  if (!words) throw new Error('useWords is used outside of LanguageProvider.');
  return words;
}
