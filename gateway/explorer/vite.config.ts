import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { graphPlugin } from './build/graphPlugin';
import { packPlugin } from './build/packPlugin';

/** Tells the browser of the fonts at once, so that the first text is drawn in them and nothing shifts. */
const preloadFonts = (): Plugin => ({
  name: 'lien-thong-preload-fonts',
  transformIndexHtml: {
    order: 'post',
    handler: (_, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((name) => name.endsWith('.woff2') && name.includes('inter-'))
        .map((name) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: '', href: `./${name}` },
          injectTo: 'head' as const,
        })),
  },
});

const repository = fileURLToPath(new URL('../..', import.meta.url));

export default defineConfig({
  base: './',
  plugins: [react(), graphPlugin(repository), preloadFonts(), packPlugin()],
  build: {
    target: 'es2023',
    // Everything is a file of its own: the page's content security policy allows no inline script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
  },
});
