import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { readPreference, writePreference } from './preferences';

/** What the reader chose. */
export type ThemeChoice = 'light' | 'dark' | 'system';

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

function subscribe(onChange: () => void): () => void {
  systemDark.addEventListener('change', onChange);
  return () => systemDark.removeEventListener('change', onChange);
}

const keptChoice = (): ThemeChoice => {
  const kept = readPreference('theme');
  return kept === 'light' || kept === 'dark' ? kept : 'system';
};

/** Puts the kept choice on the document before anything is drawn. */
export function applyKeptTheme(): void {
  const choice = keptChoice();
  document.documentElement.dataset.theme =
    choice === 'system' ? (systemDark.matches ? 'dark' : 'light') : choice;
}

/** The chosen theme, the one that is shown, and how to choose. */
export function useTheme(): {
  readonly choice: ThemeChoice;
  readonly shown: 'light' | 'dark';
  readonly choose: (choice: ThemeChoice) => void;
} {
  const [choice, setChoice] = useState(keptChoice);
  const dark = useSyncExternalStore(subscribe, () => systemDark.matches);
  const shown = choice === 'system' ? (dark ? 'dark' : 'light') : choice;
  useEffect(() => {
    document.documentElement.dataset.theme = shown;
  }, [shown]);
  const choose = useCallback((next: ThemeChoice) => {
    writePreference('theme', next);
    setChoice(next);
  }, []);
  return { choice, shown, choose };
}
