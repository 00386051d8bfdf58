import { ConfigurationError, type Environment, readSubgraphConfig } from '@lien-thong/subgraph-kit';

/** Rules of the department that are configured. */
export interface FinanceRules {
  /**
   * Most of a commitment that may be advanced, per cent. 50 is the rule of Circular 62/2020/TT-BTC, Art. 7; the rule in
   * force in February 2019 was not verified, so it can be set.
   */
  readonly advanceRatePercent: number;
}

/** The rules where nothing is configured. */
export const defaultRules: FinanceRules = { advanceRatePercent: 50 };

function rateProblem(text: string): string[] {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 100) return [];
  return [`FINANCE_ADVANCE_RATE_PERCENT="${text}" is not a rate. Give a whole number from 0 to 100.`];
}

function processProblems(env: Environment): readonly string[] {
  try {
    readSubgraphConfig('finance', env);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

/**
 * Reads `FINANCE_ADVANCE_RATE_PERCENT` (0 to 100, 50 where it is not set) and checks everything else that the process
 * is configured with. Throws one `ConfigurationError` that names all mistakes at once.
 */
export function readConfiguration(env: Environment): FinanceRules {
  const rate = env.FINANCE_ADVANCE_RATE_PERCENT ?? String(defaultRules.advanceRatePercent);
  const problems = [...processProblems(env), ...rateProblem(rate)];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return { advanceRatePercent: Number(rate) };
}
