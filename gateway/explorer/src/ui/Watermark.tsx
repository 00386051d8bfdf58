import { useWords } from '../i18n/Language';

/** Words across a table of made-up rows. The banner above it says the same to a screen reader. */
export function Watermark() {
  const words = useWords();
  return (
    <div className="watermark" aria-hidden="true">
      <span>{words.say('illustrativeWatermark')}</span>
    </div>
  );
}
