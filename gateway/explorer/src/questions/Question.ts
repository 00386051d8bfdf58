import type { Localized } from '../i18n/Localized';
import type { Shape } from '../shape/Shape';

/** How a chart is drawn from an answer; `at` names the object or the list by response keys. */
export type ChartSpec =
  | { readonly kind: 'phases'; readonly at: readonly string[]; readonly label?: string }
  | {
      readonly kind: 'months';
      readonly at: readonly string[];
      readonly date: string;
      readonly amount: string;
    }
  | {
      readonly kind: 'bars';
      readonly at: readonly string[];
      readonly label: string;
      readonly amounts: readonly string[];
    }
  | { readonly kind: 'series'; readonly at: readonly string[] };

/** Where the suggestions for a variable come from. */
export type PickerKind =
  | 'programmeCode'
  | 'programmeId'
  | 'serviceIds'
  | 'document'
  | 'indicatorCode'
  | 'year'
  | 'period';

/** What `schema/questions/questions.json` says of one question. */
export interface QuestionText {
  readonly title: Localized;
  readonly about: Localized;
  /** Ids of the kinds of user it is for. */
  readonly users: readonly string[];
  /** Ids of glossary terms. */
  readonly terms: readonly string[];
  readonly pickers?: Readonly<Record<string, PickerKind>>;
  readonly examples?: readonly {
    readonly label: Localized;
    readonly variables: Readonly<Record<string, unknown>>;
    readonly illustrative?: boolean;
  }[];
  readonly chart?: ChartSpec;
  /** What an empty list means, by response path. */
  readonly empty?: Readonly<Record<string, Localized>>;
}

/** A saved question, ready to run. */
export interface Question extends QuestionText {
  /** The name of its file, without the ending. */
  readonly slug: string;
  /** The operation as the page runs it. */
  readonly run: string;
  readonly shape: Shape;
}

/** A term of the glossary. */
export interface GlossaryTerm extends Localized {
  readonly id: string;
  readonly definition: Localized;
  /** What the open standards call it. */
  readonly standard?: string;
  /** Names of fields whose meaning it explains. */
  readonly fields?: readonly string[];
}

/** Words for field names, variables and enum values. */
export interface Labels {
  readonly fields: Readonly<Record<string, Localized>>;
  readonly variables: Readonly<Record<string, Localized>>;
  readonly values: Readonly<Record<string, Readonly<Record<string, Localized>>>>;
}

/** Everything that the page knows of the questions when it is built. */
export interface QuestionCatalogue {
  readonly users: readonly { readonly id: string; readonly title: Localized; readonly about: Localized }[];
  /** What the source does not tell. */
  readonly gaps: readonly { readonly clause: string; readonly text: Localized }[];
  /** The words of the source that the page exists for. */
  readonly principle: { readonly clause: string; readonly quote: string; readonly meaning: Localized };
  readonly labels: Labels;
  readonly glossary: readonly GlossaryTerm[];
  readonly questions: readonly Question[];
}
