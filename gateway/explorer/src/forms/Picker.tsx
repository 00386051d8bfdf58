import { useCombobox } from 'downshift';
import { useRef, useState } from 'react';
import { matchesWords } from '../format/foldText';
import { useWords } from '../i18n/Language';
import type { PickerKind } from '../questions/Question';
import { StatusBadge } from '../ui/StatusBadge';
import { type Suggestion, useSuggestions } from './useSuggestions';

/** Suggestions shown at a time. */
const shownAtMost = 60;

interface PickerProps {
  readonly kind: PickerKind;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function matching(suggestions: readonly Suggestion[], typed: string, chosen: string): readonly Suggestion[] {
  // Opened without typing, the list shows everything, not just what is chosen already.
  const search = typed === chosen ? '' : typed;
  return suggestions
    .filter((each) => matchesWords(`${each.value} ${each.vi} ${each.en}`, search))
    .slice(0, shownAtMost);
}

/** A field that suggests what the graph holds, found with or without accents, and takes what is typed as well. */
export function Picker({ kind, label, value, onChange }: PickerProps) {
  const words = useWords();
  const [wanted, setWanted] = useState(false);
  const [typed, setTyped] = useState(value);
  const suggestions = useSuggestions(kind, wanted);
  const items = matching(suggestions, typed, value);
  const combobox = useCombobox<Suggestion>({
    items: [...items],
    inputValue: typed,
    itemToString: (item) => item?.value ?? '',
    onInputValueChange: ({ inputValue }) => setTyped(inputValue),
    onIsOpenChange: ({ isOpen }) => isOpen && setWanted(true),
    onSelectedItemChange: ({ selectedItem }) => selectedItem && onChange(selectedItem.value),
  });
  // A press on a suggestion takes the focus away before it is chosen: what is typed must not be taken then.
  const choosing = useRef(false);
  const input = combobox.getInputProps({
    onBlur: () => {
      if (!choosing.current) onChange(typed.trim());
      choosing.current = false;
    },
    onFocus: () => setWanted(true),
    onKeyDown: (event) => {
      if (event.key === 'Enter' && !(combobox.isOpen && combobox.highlightedIndex >= 0))
        onChange(typed.trim());
    },
  });
  return (
    <div className="field picker">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: downshift gives it the id of its field. */}
      <label {...combobox.getLabelProps()}>{label}</label>
      <input {...input} className="input" autoComplete="off" spellCheck={false} />
      <ul
        {...combobox.getMenuProps({
          'aria-label': label,
          onPointerDown: () => {
            choosing.current = true;
          },
        })}
        className="picker-list"
        data-open={combobox.isOpen}
      >
        {combobox.isOpen
          ? items.map((item, index) => (
              <li
                key={item.value}
                {...combobox.getItemProps({ item, index })}
                data-highlighted={combobox.highlightedIndex === index}
              >
                <span className="picker-value">{item.value}</span>
                <span className="picker-name">{words.text(item)}</span>
                {item.illustrative ? <StatusBadge status="ILLUSTRATIVE" /> : null}
              </li>
            ))
          : null}
      </ul>
      {combobox.isOpen && wanted && suggestions.length > 0 && items.length === 0 ? (
        <p className="note">{words.say('noSuggestions')}</p>
      ) : null}
    </div>
  );
}
