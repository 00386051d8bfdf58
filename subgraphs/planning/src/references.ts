/** A reference to a row of another department, which the gateway fetches there; nobody is asked here. */
export interface Reference<T extends string> {
  readonly __typename: T;
  readonly id: string;
}

function reference<T extends string>(type: T): (id: string) => Reference<T> {
  return (id) => ({ __typename: type, id });
}

/** Reference to a document of the registry of documents. */
export const documentRef = reference('Document');
/** Reference to a leased service. */
export const serviceRef = reference('Service');
/** Reference to a contract. */
export const contractRef = reference('Contract');
/** Reference to a budget line. */
export const budgetLineRef = reference('BudgetLine');

/** The reference, or null where no row is named. */
export function optional<T>(id: string | null | undefined, refer: (id: string) => T): T | null {
  return id ? refer(id) : null;
}
