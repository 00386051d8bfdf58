/** Words across a table of made-up rows, as the style sheet tiles them. The banner above says the same to a screen reader. */
export function Watermark() {
  return <div className="watermark" aria-hidden="true" />;
}
