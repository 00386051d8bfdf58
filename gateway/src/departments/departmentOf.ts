import { departments } from '@lien-thong/schema';

/** How a department is spoken of: by its title where the list of departments has it, otherwise by its subgraph's name. */
export interface DepartmentTitle {
  readonly name: string;
  readonly title: { readonly vi: string; readonly en: string };
}

/** The department behind a subgraph's name; any name is answered. */
export function departmentOf(name: string): DepartmentTitle {
  const known = departments.find((department) => department.name === name);
  return { name, title: known?.title ?? { vi: name, en: name } };
}
