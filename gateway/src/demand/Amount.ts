/** The variables of one request as the client sent them. */
export type Variables = Readonly<Record<string, unknown>>;

/** A number that is known when the operation is, or that depends on its variables. */
export type Amount = number | ((variables: Variables) => number);

/** What an amount is for these variables. */
export function amountOf(amount: Amount, variables: Variables): number {
  return typeof amount === 'number' ? amount : amount(variables);
}

/** The sum; one number where all are. */
export function sum(amounts: readonly Amount[]): Amount {
  let constant = 0;
  const open: ((variables: Variables) => number)[] = [];
  for (const amount of amounts) {
    if (typeof amount === 'number') constant += amount;
    else open.push(amount);
  }
  if (open.length === 0) return constant;
  return (variables) => {
    let total = constant;
    for (const amount of open) total += amount(variables);
    return total;
  };
}

/** The largest; one number where all are. */
export function largest(amounts: readonly Amount[]): Amount {
  const numbers = amounts.filter((amount) => typeof amount === 'number');
  const constant = Math.max(0, ...numbers);
  const open = amounts.filter((amount) => typeof amount !== 'number');
  if (open.length === 0) return constant;
  return (variables) => {
    let most = constant;
    for (const amount of open) most = Math.max(most, amount(variables));
    return most;
  };
}

/** The product; one number where both are, or where one is zero. */
export function product(one: Amount, other: Amount): Amount {
  if (one === 0 || other === 0) return 0;
  if (typeof one === 'number' && typeof other === 'number') return one * other;
  return (variables) => amountOf(one, variables) * amountOf(other, variables);
}
