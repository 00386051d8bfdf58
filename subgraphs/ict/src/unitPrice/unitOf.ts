import type { UnitOfMeasureRecord } from '@lien-thong/subgraph-kit';
import { invalid } from '../commands/checks';
import type { ServiceRecord } from '../service/record';

/** The unit of a price: that of the service, which a code that is sent must name, or else the one that is sent. Refuses INVALID_INPUT. */
export function unitOf({ unit, code }: ServiceRecord, unitCode: string): UnitOfMeasureRecord {
  if (unit && unit.code !== unitCode) {
    invalid('unitCode', {
      vi: `Dịch vụ ${code} tính theo ${unit.code}, không phải ${unitCode}.`,
      en: `Service ${code} is counted in ${unit.code}, not in ${unitCode}.`,
    });
  }
  return unit ?? { scheme: 'UNCEFACT', code: unitCode, name: { vi: unitCode } };
}
