export default function EditorPage(_props: { readonly parameters: URLSearchParams }) {
  return null;
}
