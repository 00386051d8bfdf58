/**
 * What the generator makes: a city's contracts, money and results, in terms that belong to no department. The mapping files
 * `ict.ts`, `finance.ts` and `planning.ts` turn these objects into the records of one department each.
 *
 * Conventions: amounts are whole dong, multiples of 1,000, as safe integers. Dates are YYYY-MM-DD, instants RFC 3339.
 * `index` counts from 0 and is the argument of the function that makes the row; ids and numbers shown to people count from 1.
 * Everything is ILLUSTRATIVE: use `illustrativeProvenance` for the provenance of every row.
 */

export type * from './modelMoney';
export type * from './modelResults';

/** Text in Vietnamese (authoritative) and English; `en` is null on rows with the blemish ENGLISH_MISSING. */
export interface Text {
  readonly vi: string;
  readonly en: string | null;
}

/** Both ends included. */
export interface DateSpan {
  readonly startDate: string;
  readonly endDate: string;
}

/** Same values as the schema's enum. */
export type UnitPriceStatus =
  | 'NONE'
  | 'NEGOTIATED'
  | 'SUBMITTED'
  | 'PROVISIONAL'
  | 'LOWEST_DETERMINED'
  | 'APPRAISED'
  | 'APPROVED';
/** Same values as the schema's enum (SUPERSEDED is never generated). */
export type ContractStatus = 'PENDING' | 'ACTIVE' | 'TERMINATED' | 'CANCELLED';
/** Same values as the schema's enum. */
export type ProcurementMethod = 'OPEN' | 'LIMITED' | 'DIRECT' | 'SELECTIVE';
/** Kinds of payment that are generated (REFUND is not). */
export type PaymentKind = 'ADVANCE' | 'INTERIM' | 'FINAL' | 'ADVANCE_RECOVERY';
/** States of payment that are generated (REJECTED and REVERSED are not). */
export type PaymentStatus = 'PLANNED' | 'APPROVED' | 'PAID';

/** UN/CEFACT Recommendation 20. */
export interface Unit {
  readonly scheme: 'UNCEFACT';
  readonly code: string;
  readonly name: Text;
}

/** A made-up programme. Number 0 is the twin of the real one, MAU-CT-2019. Owner: planning. */
export interface Programme {
  readonly index: number;
  readonly id: string;
  readonly code: string;
  readonly name: Text;
  /** The budget year of its lines. */
  readonly fiscalYear: number;
  readonly period: DateSpan;
  /** Ids of real bodies of the code list. */
  readonly leadId: string;
  readonly partnerIds: readonly string[];
  /** The plan (document) that set it up. */
  readonly documentIds: readonly string[];
}

/** An investment task of a programme. Owner: planning. */
export interface Project {
  readonly id: string;
  readonly code: string;
  readonly name: Text;
  readonly programmeId: string;
  readonly period: DateSpan;
  readonly ownerId: string;
  readonly plannedValue: number;
}

/** A leased service. Owner: ict. */
export interface Service {
  readonly index: number;
  readonly id: string;
  readonly code: string;
  readonly name: Text;
  readonly category: string;
  readonly unit: Unit;
  readonly leasePeriod: DateSpan;
  /** Dong, a multiple of 100,000: what the prices of its providers vary around. */
  readonly basePrice: number;
}

/** Owner: ict. The tax code has ten digits and a check digit that is wrong on purpose. */
export interface Provider {
  readonly index: number;
  readonly id: string;
  readonly legalName: string;
  readonly taxCode: string;
}

/** A price of one service by one provider in one era. At most one row for each such triple. Owner: ict. */
export interface UnitPrice {
  readonly index: number;
  readonly id: string;
  readonly serviceIndex: number;
  readonly serviceId: string;
  readonly providerIndex: number;
  readonly providerId: string;
  /** LEASE_2017: leases of 2017-2018. TENDER_2019: from 2019 on. */
  readonly era: Era;
  readonly status: UnitPriceStatus;
  /** What stands in the record: null while the status is NONE. A multiple of 100,000. */
  readonly price: number | null;
  /** PROVISIONAL while the status is PROVISIONAL, SUBMITTED or NEGOTIATED; else EXACT. */
  readonly qualifier: 'EXACT' | 'PROVISIONAL';
  /** The price that contracts signed on this row use, whatever its status. Equal to `price` where that is given. */
  readonly contractPrice: number;
  readonly unit: Unit;
  readonly validity: DateSpan;
  readonly basis: 'NEGOTIATION' | 'TENDER' | 'LOWEST_OF_COMPARISON';
  /** From SUBMITTED on. */
  readonly submittedInId: string | null;
  /** PROVISIONAL: the provisional decision. APPROVED: the final one. Both ISSUED. LOWEST_DETERMINED, APPRAISED: the provisional one. */
  readonly approvedById: string | null;
  /** From LOWEST_DETERMINED on (era LEASE_2017): tendered prices of 2019 of the same service, none below `price`. */
  readonly comparedWithIds: readonly string[];
  /** The three departments, from LOWEST_DETERMINED on (era LEASE_2017). */
  readonly comparedByIds: readonly string[];
  readonly minutesId: string | null;
  /** The Working Group's report, from APPRAISED on (era LEASE_2017). */
  readonly appraisalReportId: string | null;
}

/** Which rules and which prices a lease lives under. */
export type Era = 'LEASE_2017' | 'TENDER_2019';

/** One round of price negotiation behind a unit price. Offers and agreements never rise. Owner: ict. */
export interface NegotiationRound {
  readonly id: string;
  readonly unitPriceId: string;
  readonly serviceId: string;
  readonly providerId: string;
  readonly round: number;
  readonly heldOn: string;
  readonly offered: number;
  readonly agreed: number | null;
  readonly participantIds: readonly string[];
  readonly minutesId: string | null;
}

/** A line of a contract. amount = quantity x unitAmount exactly. */
export interface ContractItem {
  readonly id: string;
  readonly serviceIndex: number;
  readonly serviceId: string;
  readonly description: Text;
  /** Whole, 1..500. */
  readonly quantity: number;
  readonly unit: Unit;
  readonly unitPriceIndex: number;
  readonly unitPriceId: string;
  readonly unitPriceStatus: UnitPriceStatus;
  /** Dong for one unit. */
  readonly unitAmount: number;
  readonly amount: number;
}

/** OCDS milestone of a contract: one for each planned instalment. */
export interface Milestone {
  readonly id: string;
  readonly title: Text;
  readonly type: 'DELIVERY';
  readonly dueOn: string;
  readonly metOn: string | null;
  readonly status: 'SCHEDULED' | 'MET' | 'NOT_MET';
}

/** A change of a signed contract. The last one's valueAfter is the contract's value. */
export interface Amendment {
  readonly id: string;
  readonly date: string;
  readonly rationale: Text;
  readonly valueBefore: number;
  readonly valueAfter: number;
  readonly documentId: string | null;
}

/** A contract with what ict owns of it. Owner: ict. */
export interface Contract {
  readonly index: number;
  readonly id: string;
  readonly number: string;
  readonly ocid: string;
  readonly awardId: string;
  readonly title: Text;
  readonly status: ContractStatus;
  readonly procurementMethod: ProcurementMethod;
  readonly procuringEntityId: string;
  readonly buyerId: string;
  readonly providerIndex: number;
  readonly providerId: string;
  readonly providerName: string;
  readonly providerTaxCode: string;
  readonly programmeIndex: number;
  readonly programmeId: string;
  /** Index of the budget line that pays (the first one, where a contract has two commitments). */
  readonly budgetLineIndex: number;
  readonly fiscalYear: number;
  readonly period: DateSpan;
  /** Null for PENDING and CANCELLED, and on rows with the blemish SIGNING_DATE_MISSING. */
  readonly signedOn: string | null;
  /** Dong: the sum of the items, amendments included. */
  readonly value: number;
  readonly items: readonly ContractItem[];
  readonly amendments: readonly Amendment[];
  readonly era: Era;
  /** The least settled state among the prices of its items. */
  readonly unitPriceStatus: UnitPriceStatus;
  /** The signed file; a DRAFT document while PENDING, null when CANCELLED. */
  readonly documentIds: readonly string[];
  /** Planned instalments, at least 2; acceptances so far are at most this many. */
  readonly instalments: number;
  /** Instalments accepted so far = number of acceptances. All of them for TERMINATED. */
  readonly acceptedInstalments: number;
  /** Months between instalments: 1 or 3. */
  readonly cadenceMonths: 1 | 3;
}

/** Accepted part of one item. quantity is in hundredths of a unit: 250 is 2.50. amount = quantity / 100 x unitAmount exactly. */
export interface AcceptedItem {
  readonly itemId: string;
  readonly quantityHundredths: number;
  /** The same as an exact decimal, e.g. "2.50". */
  readonly quantity: string;
  readonly amount: number;
}

/** An acceptance record. Owner: ict. */
export interface Acceptance {
  readonly id: string;
  readonly number: string;
  readonly contractIndex: number;
  readonly contractId: string;
  /** Counts the instalments of the contract from 1. */
  readonly instalment: number;
  readonly period: DateSpan;
  readonly acceptedOn: string;
  readonly items: readonly AcceptedItem[];
  readonly amount: number;
  /** Accepted in all, this record included. */
  readonly cumulativeAmount: number;
  readonly documentId: string | null;
}

/** A document of the registry. Owner: ict; the ceiling is finance's. */
export interface Document {
  readonly index: number;
  readonly id: string;
  /** MAU-0012/QĐ-MH; null on drafts. */
  readonly number: string | null;
  readonly kind:
    | 'DECISION'
    | 'SUBMISSION'
    | 'DRAFT_DECISION'
    | 'CONTRACT_FILE'
    | 'MINUTES'
    | 'PLAN'
    | 'OTHER';
  readonly title: Text;
  readonly issuerId: string;
  readonly issuedOn: string | null;
  readonly status: 'ISSUED' | 'DRAFT' | 'SUBMITTED';
  readonly basedOnIds: readonly string[];
}
