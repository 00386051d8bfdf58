import { ids, illustrativeTaxCode, illustrativeText, padded } from './labels';
import type { Provider, Service, Unit } from './model';
import { spread } from './random';

const month: Unit = { scheme: 'UNCEFACT', code: 'MON', name: { vi: 'tháng', en: 'month' } };
const piece: Unit = { scheme: 'UNCEFACT', code: 'C62', name: { vi: 'đơn vị', en: 'unit' } };

const families: readonly (readonly [category: string, vi: string, en: string, unit: Unit])[] = [
  ['INFRASTRUCTURE', 'Thuê máy chủ ảo', 'Virtual servers', month],
  ['APPLICATION_SOFTWARE', 'Thuê phần mềm ứng dụng', 'Application software', month],
  ['PORTAL', 'Thuê cổng thông tin', 'Web portal', month],
  ['ONE_STOP_SHOP', 'Thuê phần mềm một cửa điện tử', 'Electronic one-stop-shop software', piece],
  ['ONLINE_PUBLIC_SERVICE', 'Thuê dịch vụ công trực tuyến', 'Online public services', piece],
  ['CONNECTIVITY', 'Thuê đường truyền số liệu', 'Data lines', month],
  ['CONFERENCING', 'Thuê hội nghị truyền hình', 'Videoconference', piece],
  ['SECURITY', 'Thuê giám sát an toàn thông tin', 'Security monitoring', month],
  ['OTHER', 'Thuê dịch vụ CNTT khác', 'Other IT services', piece],
];

/** Million dong for one unit, spaced evenly by ratio: so small and large contracts both find a price that fits. */
const basePrices = [6, 7, 8, 9, 11, 13, 15, 18, 21, 25, 29, 34, 40, 46, 53, 60];

/** A leased service. */
export function service(index: number): Service {
  const [category, vi, en, unit] = families[index % families.length] ?? ['OTHER', 'Thuê', 'Lease', piece];
  const number = padded(index + 1, 3);
  const rank = Math.floor((spread(index, 271_828) * basePrices.length) / 1_000_000);
  return {
    index,
    id: ids.service(index),
    code: `MAU-DV-${number}`,
    name: illustrativeText(`${vi} ${number}`, `${en} ${number}`),
    category,
    unit,
    leasePeriod: { startDate: '2017-01-01', endDate: '2020-12-31' },
    basePrice: (basePrices[rank] ?? 10) * 1_000_000,
  };
}

/** A provider: "Công ty CP Minh Hoạ 007". No real company stands on an illustrative row. */
export function provider(index: number): Provider {
  return {
    index,
    id: ids.provider(index),
    legalName: `Công ty CP Minh Hoạ ${padded(index + 1, 3)}`,
    taxCode: illustrativeTaxCode(index),
  };
}
