import type { Language } from '../i18n/Localized';

const scales = [
  { size: 1_000_000_000n, vi: 'tỷ đồng', en: 'billion' },
  { size: 1_000_000n, vi: 'triệu đồng', en: 'million' },
] as const;

const prefixes: Readonly<Record<string, Record<Language, string>>> = {
  AT_LEAST: { vi: 'hơn ', en: 'more than ' },
  AT_MOST: { vi: 'không quá ', en: 'at most ' },
  APPROXIMATE: { vi: 'khoảng ', en: 'about ' },
  PROVISIONAL: { vi: 'tạm tính ', en: 'provisionally ' },
};

const grouped = (digits: string, language: Language) =>
  digits.replace(/\B(?=(\d{3})+$)/g, language === 'vi' ? '.' : ',');

function scaled(amount: bigint, size: bigint, language: Language): string {
  const tenths = (amount * 10n + size / 2n) / size;
  const fraction = tenths % 10n;
  const whole = grouped(String(tenths / 10n), language);
  return fraction === 0n ? whole : `${whole}${language === 'vi' ? ',' : '.'}${fraction}`;
}

/**
 * The amount (whole đồng) as people read it: "hơn 106,8 tỷ đồng", "more than VND 106.8 billion"; below a million in
 * full. Half up to one decimal, as the graph's own `formatted`.
 */
export function formatMoney(amount: number, language: Language, qualifier = 'EXACT'): string {
  const absolute = BigInt(Math.abs(amount));
  const sign = amount < 0 ? '−' : '';
  const scale = scales.find(({ size }) => absolute >= size);
  const figure =
    sign + (scale ? scaled(absolute, scale.size, language) : grouped(String(absolute), language));
  const prefix = prefixes[qualifier]?.[language] ?? '';
  if (language === 'vi') return `${prefix}${figure} ${scale ? scale.vi : 'đồng'}`;
  return `${prefix}VND ${figure}${scale ? ` ${scale.en}` : ''}`;
}

/** The amount in full with separators: "106.800.000.000 đồng", "VND 106,800,000,000". */
export function formatMoneyInFull(amount: number, language: Language): string {
  const figure = (amount < 0 ? '−' : '') + grouped(String(Math.abs(amount)), language);
  return language === 'vi' ? `${figure} đồng` : `VND ${figure}`;
}
