import { useId } from 'react';
import { isObject } from '../answer/Answer';
import { formatEnum } from '../format/formatValue';
import { useWords } from '../i18n/Language';
import type { PickerKind } from '../questions/Question';
import type { ShapeVariable } from '../shape/Shape';
import { Picker } from './Picker';

interface FieldProps {
  readonly variable: ShapeVariable;
  readonly label: string;
  readonly picker?: PickerKind;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));

function EnumChoices({ variable, label, value, onChange }: FieldProps) {
  const words = useWords();
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const toggle = (name: string) =>
    onChange((variable.values ?? []).filter((each) => chosen.includes(each) !== (each === name)));
  return (
    <fieldset className="field choices">
      <legend>{label}</legend>
      {(variable.values ?? []).map((name) => (
        <label key={name} className="choice">
          <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
          {formatEnum(words, variable.namedType, name)}
        </label>
      ))}
    </fieldset>
  );
}

function EnumChoice({ variable, label, value, onChange }: FieldProps) {
  const words = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        className="input"
        value={text(value)}
        onChange={(event) => onChange(event.target.value || null)}
      >
        {variable.required || variable.defaultValue ? null : (
          <option value="">{words.say('anyValue')}</option>
        )}
        {(variable.values ?? []).map((name) => (
          <option key={name} value={name}>
            {formatEnum(words, variable.namedType, name)}
          </option>
        ))}
      </select>
    </div>
  );
}

const wholeNumber = (typed: string) => {
  const digits = typed.replace(/[^\d-]/g, '');
  return digits === '' || digits === '-' ? null : Number(digits);
};

/** A range: an input object of bounds, such as `VndRange`. */
function RangeField({ variable, label, value, onChange }: FieldProps) {
  const words = useWords();
  const bounds = isObject(value) ? value : {};
  const set = (name: string, typed: string) => {
    const next = { ...bounds, [name]: wholeNumber(typed) };
    const kept = Object.fromEntries(Object.entries(next).filter(([, each]) => each !== null));
    onChange(Object.keys(kept).length > 0 ? kept : null);
  };
  const names = Object.keys(variable.inputFields ?? {});
  return (
    <fieldset className="field range">
      <legend>{label}</legend>
      {names.map((name) => (
        <label key={name}>
          <span>{words.say(name === 'min' || name === 'from' ? 'atLeast' : 'atMost')}</span>
          <input
            className="input"
            inputMode="numeric"
            value={text(bounds[name])}
            onChange={(event) => set(name, event.target.value)}
          />
        </label>
      ))}
    </fieldset>
  );
}

function PlainField({ variable, label, value, onChange }: FieldProps) {
  const id = useId();
  const isNumber = variable.namedType === 'Int';
  const isDate = variable.namedType === 'Date';
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        type={isNumber ? 'number' : isDate ? 'date' : 'text'}
        value={text(value)}
        onChange={(event) => {
          const typed = event.target.value;
          onChange(typed === '' ? null : isNumber ? Number(typed) : typed);
        }}
      />
    </div>
  );
}

function PickerField({
  variable,
  label,
  picker,
  value,
  onChange,
}: FieldProps & { readonly picker: PickerKind }) {
  const shown = Array.isArray(value) ? text(value[0]) : text(value);
  const set = (typed: string) => {
    if (typed === shown) return;
    if (typed === '') onChange(null);
    else if (variable.list) onChange([typed]);
    else onChange(variable.namedType === 'Int' ? Number(typed) : typed);
  };
  return <Picker key={shown} kind={picker} label={label} value={shown} onChange={set} />;
}

/** The field for one variable, after its type. */
export function VariableField(props: FieldProps) {
  const { variable, picker } = props;
  if (picker) return <PickerField {...props} picker={picker} />;
  if (variable.values) return variable.list ? <EnumChoices {...props} /> : <EnumChoice {...props} />;
  if (variable.inputFields) return <RangeField {...props} />;
  return <PlainField {...props} />;
}
