import catalogue from 'virtual:catalogue';
import { useState } from 'react';
import type { ChartData } from '../charts/ChartData';
import { useWords } from '../i18n/Language';
import { Disclosure } from '../ui/Disclosure';
import {
  type SavedFile,
  saveChart,
  saveCsv,
  saveJson,
  saveXlsx,
  type Taken,
  tablesToExport,
} from './downloads';

interface DownloadProps {
  /** What is taken away as far as it is read: lists its tables. */
  readonly taken: Taken;
  /** Reads the answer to its end first; undefined where the reader cancelled. */
  readonly whole: () => Promise<Taken | undefined>;
  readonly chart: ChartData | undefined;
  /** Ids of glossary terms that belong to the question. */
  readonly terms: readonly string[];
}

type Save = (taken: Taken) => SavedFile | Promise<SavedFile>;

function useSaving(whole: DownloadProps['whole']) {
  const words = useWords();
  const [message, setMessage] = useState('');
  const save = async (write: Save) => {
    setMessage('');
    try {
      const taken = await whole();
      if (!taken) return setMessage(words.say('cancelledPartly'));
      const file = await write(taken);
      setMessage(words.say(file.whole ? 'saved' : 'savedPartly', { name: file.name }));
    } catch (problem) {
      setMessage(`${words.say('failed')}: ${problem instanceof Error ? problem.message : String(problem)}`);
    }
  };
  return { message, save };
}

function TableChoice(props: {
  readonly taken: Taken;
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const words = useWords();
  const sheets = tablesToExport(props.taken);
  if (sheets.length < 2) return null;
  return (
    <label className="field">
      {words.say('whichTable')}
      <select className="input" value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        {sheets.map((sheet) => (
          <option key={sheet.id} value={sheet.id}>
            {sheet.title} · {words.say('rows', { n: words.number(sheet.rows.length) })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The table that a reader most likely means: the first list with rows, else the first table. */
function mainTable(taken: Taken): string {
  const lists = new Set(taken.specs.filter((spec) => !spec.single).map((spec) => spec.id));
  const sheets = tablesToExport(taken);
  const main = sheets.find((sheet) => lists.has(sheet.id) && sheet.rows.length > 0) ?? sheets[0];
  return main?.id ?? '';
}

function Choices(
  props: DownloadProps & { readonly save: (write: Save) => void; readonly close: () => void },
) {
  const words = useWords();
  const [table, setTable] = useState(() => mainTable(props.taken));
  const choose = (write: Save) => () => {
    props.close();
    props.save(write);
  };
  const glossary = catalogue.glossary;
  const { chart } = props;
  const item = (label: string, write: Save) => (
    <button type="button" className="menu-item" onClick={choose(write)}>
      {label}
    </button>
  );
  return (
    <div className="menu">
      <TableChoice taken={props.taken} value={table} onChange={setTable} />
      {item(words.say('csvComma'), (taken) => saveCsv(taken, table, ','))}
      {item(words.say('csvSemicolon'), (taken) => saveCsv(taken, table, ';'))}
      {item(words.say('xlsx'), (taken) => saveXlsx(taken, glossary))}
      {item(words.say('json'), saveJson)}
      {chart ? item(words.say('chartSvg'), (taken) => saveChart(taken, chart, 'svg')) : null}
      {chart ? item(words.say('chartPng'), (taken) => saveChart(taken, chart, 'png')) : null}
      <p className="note">{words.say('downloadNote')}</p>
    </div>
  );
}

/** Takes the answer away as a file. */
export function DownloadMenu(props: DownloadProps) {
  const words = useWords();
  const { message, save } = useSaving(props.whole);
  return (
    <>
      <Disclosure label={words.say('download')} className="button">
        {(close) => <Choices {...props} save={save} close={close} />}
      </Disclosure>
      <span role="status" className="note save-message">
        {message}
      </span>
    </>
  );
}
