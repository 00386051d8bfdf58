const firstYears = [2019, 2018, 2017, 2018];
const laterYears = [2019, 2018, 2019, 2017];

/** The budget year of a programme. Number 0, the twin, is of 2019; half of the later ones are. */
export function programmeYear(index: number): number {
  return firstYears[index] ?? laterYears[index % laterYears.length] ?? 2019;
}
