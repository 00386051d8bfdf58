/** The seed packs, in the order in which they are loaded. */
export const packNames = ['facts', 'external', 'illustrative'] as const;
/** facts: the source document. external: other cited public sources. illustrative: made up, by the generator. */
export type PackName = (typeof packNames)[number];
/** The packs that are files: `seeds/<pack>/publicBodies.json` and `seeds/<pack>/<department>/<collection>.json`. */
export type FilePackName = Exclude<PackName, 'illustrative'>;
