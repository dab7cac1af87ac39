/** What the glue files of web/engine/modules export; those are made by scripts/wasm-modules.mjs and not committed. */
declare const createModule: (options: object) => Promise<any>;
export default createModule;
