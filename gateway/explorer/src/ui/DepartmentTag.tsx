import { useWords } from '../i18n/Language';

/** The name of a department beside its colour. */
export function DepartmentTag({ name }: { readonly name: string }) {
  const words = useWords();
  return (
    <span className="department-tag" data-department={name}>
      <span className="department-dot" aria-hidden="true" />
      {words.departmentName(name)}
    </span>
  );
}
