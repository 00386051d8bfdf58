/** The languages of the page. */
export type Language = 'vi' | 'en';

/** A text in both languages of the page. */
export interface Localized {
  readonly vi: string;
  readonly en: string;
}
