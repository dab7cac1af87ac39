/** Lint finds what may be wrong. How it looks is prettier's business, what types fit is tsc's. */
import js from '@eslint/js';
import globals from 'globals';

const PURE = ['errors', 'schema', 'messages', 'formats', 'render'].map((module) => `web/${module}/**/*.js`);
const BIT_CHANGING = [
  'exp',
  'log',
  'sin',
  'cos',
  'tan',
  'pow',
  'tanh',
  'log2',
  'log10',
  'expm1',
  'log1p',
  'cbrt',
];

export default [
  { ignores: ['build/', 'dist/', 'web/engine/modules/*.js', 'node_modules/'] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: true },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
      'no-implicit-coercion': ['error', { boolean: false }],
      'no-throw-literal': 'error',
      'no-console': 'error',
    },
  },
  { files: ['web/**/*.js'], languageOptions: { globals: { ...globals.browser, ...globals.worker } } },
  { files: PURE, languageOptions: { globals: globals['shared-node-browser'] } },
  {
    files: ['web/engine/**/*.js', 'web/api/**/*.js', 'web/worker/**/*.js'],
    languageOptions: { globals: { process: 'readonly', setImmediate: 'readonly' } },
  },
  {
    files: ['scripts/**', 'tests/**', '*.config.js'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off' },
  },
  {
    // Math.exp and its kin differ between browsers: what reaches the engine must not pass through them.
    files: [
      'web/api/**/*.js',
      'web/engine/**/*.js',
      'web/formats/**/*.js',
      'web/schema/**/*.js',
      'web/worker/**/*.js',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        ...BIT_CHANGING.map((property) => ({
          object: 'Math',
          property,
          message: 'It differs between browsers.',
        })),
      ],
    },
  },
];
