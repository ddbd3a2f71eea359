/** The package types the module itself, but not the file that starts it. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs' {
  const start: () => unknown;
  export default start;
}
