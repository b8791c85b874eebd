import { defineConfig, type Plugin } from 'vite';

// Turbo writes a <style> element for its progress bar, which a strict Content-Security-Policy refuses: the bar is in shell.css.
const turboWithoutStyleElement: Plugin = {
  name: 'turbo-without-style-element',
  transform(code, id) {
    if (!/@hotwired[\\/]turbo[\\/]dist[\\/]/.test(id)) return null;
    const call = 'this.installStylesheetElement();';
    if (!code.includes(call)) throw new Error('Turbo changed how it adds its style element: see vite.config.ts');
    return { code: code.replace(call, ''), map: null };
  },
};

// Built files carry a content hash and are served for ever; AssetManifest.cs reads which name is current.
export default defineConfig({
  base: '/assets/',
  publicDir: false,
  plugins: [turboWithoutStyleElement],
  build: {
    outDir: '../wwwroot/assets',
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    chunkSizeWarningLimit: 600,
    rollupOptions: {
      input: { app: 'main.ts', style: 'styles/main.css' },
      output: {
        entryFileNames: '[name]-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});
