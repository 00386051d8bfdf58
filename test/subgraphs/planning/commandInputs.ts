/** A programme that may be set up. */
export const programme = {
  code: 'CT-2020',
  name: { vi: 'Chương trình 2020', en: 'Programme 2020' },
  period: { startDate: '2020-01-01', endDate: '2020-12-31' },
  leadId: 'SO-TTTT',
};

/** An indicator that may be defined. */
export const indicator = {
  code: 'CT-MOI',
  name: { vi: 'Chỉ tiêu mới' },
  definition: { vi: 'Định nghĩa' },
  resultType: 'OUTPUT',
  measure: 'PERCENTAGE',
  unitCode: 'P1',
  ascending: true,
  aggregable: false,
  stewardId: 'SO-KHDT',
  programmeIds: ['prg-CT-UDCNTT-2019'],
};

/** A target that may be set. */
export const target = {
  indicatorId: 'ind-HNTT-XA',
  period: '2019',
  value: '95',
  setOn: '2019-09-18',
  documentId: 'ext-E4',
  clause: 'điểm 2',
};

/** A result that may be recorded. */
export const observation = {
  indicatorId: 'ind-HNTT-XA',
  period: '2019',
  value: '60',
  status: 'A',
  observedOn: '2019-09-30',
};
