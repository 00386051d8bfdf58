/** Question 01, what planning answers of it. */
export const programme360 = `query ($code: String! = "CT-UDCNTT-2019", $period: TimePeriod! = "2019") {
  programmeByCode(code: $code) {
    code
    name { vi en }
    lead { name { vi } }
    scorecard(period: $period) {
      indicator { code name { vi } unit { code } }
      target { value qualifier supersedes { value } }
      actual { value upperValue period status }
      expected gap attainment state
    }
  }
}`;

/** Question 04, what planning answers of it. */
export const behindTarget = `query ($period: TimePeriod! = "2019", $first: Int! = 20, $after: String, $state: [AssessmentState!] = [BEHIND]) {
  indicators(filter: { period: $period, state: $state }, orderBy: [{ field: GAP, direction: DESC }], first: $first, after: $after) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes {
      code name { vi en } unit { name { vi } }
      assessment(period: $period) { target { value setBy { id } } actual { value period status } gap attainment state }
      contributions { rationale { vi } provenance { status } service { id } contract { id } budgetLine { id } }
    }
  }
}`;

/** Question 10, what planning answers of it. */
export const indicatorSeries = `query ($code: String! = "DVCTT-MD34", $from: TimePeriod = "2017", $to: TimePeriod = "2020") {
  indicatorByCode(code: $code) {
    code name { vi en } definition { vi en } numerator { vi } denominator { vi }
    baseline { value period provenance { status citations { label quote } } }
    targets { period value qualifier setOn supersedes { value } setBy { id } provenance { status citations { label quote url } } }
    observations(filter: { fromPeriod: $from, toPeriod: $to, allVintages: true }, first: 100) {
      totalCount
      nodes {
        period observedOn value upperValue numerator denominator status publishedAt revises { value } comment { vi en }
        provenance { status citations { label url quote } }
      }
    }
  }
}`;

/** Question 11, what planning answers of it. */
export const planVsContract = `query ($year: Int! = 2019, $first: Int! = 50) {
  waiting: procurementPlanItems(filter: { fiscalYear: $year, hasContract: false }, first: $first) {
    totalCount
    nodes {
      packageNo name { vi en } organiser { name { vi } } plannedStart plannedValue { amount } status service { id }
      provenance { status citations { label clause quote } }
    }
  }
  contracted: procurementPlanItems(filter: { fiscalYear: $year, hasContract: true }, first: $first) {
    totalCount
    nodes { packageNo plannedValue { amount } contract { id } }
  }
}`;

/** Question 12, what planning answers of it. */
export const tasksAndDeadlines = `query ($dueIn: TimePeriod, $first: Int! = 50) {
  tasks(filter: { dueIn: $dueIn, factStatus: [DOCUMENT_FACT] }, first: $first) {
    totalCount
    nodes {
      id title { vi en } assignees { code name { vi en } kind } dueIn status programme { code } document { id }
      provenance { citations { label clause quote } }
    }
  }
}`;

/** Question 13, what planning answers of it. */
export const factsOnly = `query ($status: [FactStatus!]! = [DOCUMENT_FACT], $first: Int! = 50) {
  indicators(filter: { factStatus: $status }, first: $first) {
    totalCount
    nodes {
      code name { vi }
      targets { period value }
      latest(period: "2018") { value upperValue status }
      provenance { citations { clause quote } }
    }
  }
}`;

/** Question 14, what planning answers of it. */
export const freshness = `{ planningDataset { department { code } lastChangedAt dataVersion licence counts { kind status count } } }`;
