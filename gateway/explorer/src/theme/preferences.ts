/** A choice that the browser keeps for the reader. */
export type PreferenceName = 'language' | 'theme' | 'separator';

const keyOf = (name: PreferenceName) => `lien-thong:${name}`;

/** The kept choice; undefined where none is kept or the browser keeps nothing. */
export function readPreference(name: PreferenceName): string | undefined {
  try {
    return localStorage.getItem(keyOf(name)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a choice; a browser that keeps nothing is no error. */
export function writePreference(name: PreferenceName, value: string): void {
  try {
    localStorage.setItem(keyOf(name), value);
  } catch {
    // Private windows may refuse: then the choice lasts as long as the page.
  }
}
