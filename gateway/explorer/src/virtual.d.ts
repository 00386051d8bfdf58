declare module 'virtual:catalogue' {
  const catalogue: import('./questions/Question').QuestionCatalogue & {
    readonly departments: readonly {
      readonly name: string;
      readonly title: import('./i18n/Localized').Localized;
      readonly publicBodyId: string;
    }[];
  };
  export default catalogue;
}

declare module 'virtual:schema-pages' {
  const pages: import('./schema/SchemaPages').SchemaPages;
  export default pages;
}

declare module 'virtual:graph' {
  const graph: {
    readonly apiSdl: string;
    readonly owners: import('./shape/FieldOwners').FieldOwners;
    /** The saved questions as their authors wrote them, by slug. */
    readonly sources: Readonly<Record<string, string>>;
  };
  export default graph;
}
