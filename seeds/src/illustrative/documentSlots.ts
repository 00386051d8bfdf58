/** Where each document of a cohort stands among the documents of that cohort. */
export const documentSlots = {
  estimateDecision: 0,
  allocationSubmission: 1,
  allocationDecision: 2,
  draftDecision: 3,
  supplementDecision: 4,
  priceSubmission: 5,
  provisionalPriceDecision: 6,
  comparisonMinutes: 7,
  appraisalReport: 8,
  finalPriceDecision: 9,
  tenderSubmission: 10,
  tenderDecision: 11,
  negotiationMinutes: 12,
  settlementDecision: 13,
  plan: 14,
  /** One file for each of the twenty contracts. */
  contractFiles: 15,
  /** Minutes of the first acceptances of the cohort, as many as documents are left. */
  acceptanceMinutes: 35,
} as const;
