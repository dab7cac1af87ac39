/**
 * Operates the playground as a person does: by its visible controls, each named by `data-control`. Numbers to compare
 * with come from the objects that the page's root element exposes (`engine`, `run`, `spec`, `source`).
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from 'vitest';

const ROOT_ELEMENT = 'nw-playground';
const WIDE = { width: 1280, height: 900 };

/** How long a page may take for anything that is asked of it, on a busy machine. */
const PATIENCE_MS = 20_000;

export class Playground {
  /** What went wrong in the page: console errors, uncaught errors, requests that failed. @type {string[]} */
  problems = [];

  /** @param {import('puppeteer-core').Page} page @param {() => Promise<void>} close */
  constructor(page, close) {
    this.page = page;
    this.close = close;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warn')
        this.problems.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) =>
      this.problems.push(`uncaught: ${error instanceof Error ? error.message : error}`),
    );
    page.on('requestfailed', (request) => this.problems.push(`request failed: ${request.url()}`));
    page.on('response', (response) => {
      if (response.status() >= 400) this.problems.push(`${response.status()}: ${response.url()}`);
    });
  }

  /**
   * Opens the playground and waits until its network stands.
   *
   * @param {import('./browsers.js').BrowserHandle} browser
   * @param {string} url
   * @param {{ viewport?: { width: number, height: number }, prepare?: () => void, waitForRun?: boolean }} [options]
   *   prepare: runs in the page before anything of it
   */
  static async open(browser, url, { viewport = WIDE, prepare, waitForRun = true } = {}) {
    const { page, close } = await browser.newPage();
    const playground = new Playground(page, close);
    await page.setViewport(viewport);
    if (prepare) await page.evaluateOnNewDocument(prepare);
    await page.goto(url, { waitUntil: 'load' });
    if (waitForRun) await playground.waitFor((root) => root.run?.state !== undefined);
    return playground;
  }

  /**
   * Waits until a function of the root element, run in the page, gives something true, and returns that.
   *
   * @template T
   * @param {(root: any, argument: any) => T} condition  may be asynchronous; must not use anything around it
   * @param {any} [argument]
   * @param {{ timeout?: number }} [options]
   * @returns {Promise<any>}
   */
  async waitFor(condition, argument, { timeout = PATIENCE_MS } = {}) {
    const handle = await this.page.waitForFunction(
      `(async () => {
        const root = document.querySelector('${ROOT_ELEMENT}');
        return root ? await (${condition})(root, ${JSON.stringify(argument)}) : null;
      })()`,
      { timeout, polling: 25 },
    );
    return handle.jsonValue();
  }

  /**
   * Evaluates a function of the root element in the page.
   *
   * @template T
   * @param {(root: any, argument: any) => T} body  must not use anything around it
   * @param {any} [argument]
   * @returns {Promise<Awaited<T>>}
   */
  evaluate(body, argument) {
    return /** @type {any} */ (
      this.page.evaluate(`(${body})(document.querySelector('${ROOT_ELEMENT}'), ${JSON.stringify(argument)})`)
    );
  }

  /** The visible control of that name, shadow roots included. @param {string} name */
  async control(name) {
    const element = await this.page.waitForSelector(`>>> [data-control="${name}"]`, {
      visible: true,
      timeout: PATIENCE_MS,
    });
    return /** @type {import('puppeteer-core').ElementHandle<HTMLElement>} */ (element);
  }

  /** @param {string} name */
  async has(name) {
    return (await this.page.$(`>>> [data-control="${name}"]`)) !== null;
  }

  /** Clicks a control with the mouse. @param {string} name */
  async press(name) {
    const element = await this.control(name);
    await element.click();
    await element.dispose();
  }

  /** Replaces what stands in a field, and leaves the field. @param {string} name @param {string | number} text */
  async type(name, text) {
    const element = await this.control(name);
    await element.click({ count: 3 });
    await this.page.keyboard.press('Backspace');
    await this.page.keyboard.type(String(text));
    await this.page.keyboard.press('Tab');
    await element.dispose();
  }

  /** Chooses an entry of a menu by its value. @param {string} name @param {string} value */
  async choose(name, value) {
    const element = await this.control(name);
    const chosen = await element.select(value);
    expect(chosen, `${name} has no entry ${value}`).toEqual([value]);
    await element.dispose();
  }

  /** The text of a number shown on the page. @param {string} name */
  async readout(name) {
    const element = await this.page.waitForSelector(`>>> [data-value="${name}"]`, { timeout: PATIENCE_MS });
    return element.evaluate((node) => (node.textContent ?? '').trim());
  }

  /** The same as a number; the page writes a true minus sign and groups digits. @param {string} name */
  async number(name) {
    const text = await this.readout(name);
    return Number(
      text
        .replace(/[\s,\u00a0\u202f\u2009]/g, '')
        .replace('\u2212', '-')
        .replace('%', ''),
    );
  }

  /** Where the run stands, as the API says. */
  state() {
    return this.evaluate((root) => ({ ...root.run.state }));
  }

  hash() {
    return this.evaluate((root) => root.run.hash());
  }

  /** @param {'train' | 'test'} split */
  measure(split) {
    return this.evaluate((root, name) => root.run.evaluate(name), split);
  }

  /** Plays until the run has taken some more steps. @param {number} steps */
  async playFor(steps) {
    const { step } = await this.state();
    await this.press('play');
    await this.waitFor((root, target) => root.run.state.step >= target, step + steps);
  }

  /** Pauses, and waits until the run says that it has. @returns {Promise<any>} the state */
  async pause() {
    await this.press('pause');
    await this.waitFor((root) => !root.run.state.playing);
    return this.state();
  }

  /**
   * Drops a file on the page as a person would drag it there.
   *
   * @param {{ name: string, bytes: Uint8Array }} file
   * @param {string} [target]  selector of the element under the pointer
   */
  async drop({ name, bytes }, target = 'main') {
    const element = await this.page.waitForSelector(`>>> ${target}`, { timeout: PATIENCE_MS });
    await element.evaluate(
      (node, fileName, base64) => {
        const content = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([content], fileName));
        for (const type of ['dragenter', 'dragover', 'drop']) {
          const event = new DragEvent(type, {
            dataTransfer: transfer,
            bubbles: true,
            cancelable: true,
            composed: true,
          });
          node.dispatchEvent(event);
        }
      },
      name,
      Buffer.from(bytes).toString('base64'),
    );
    await element.dispose();
  }

  /** Drops a text as a file. @param {string} text @param {string} [name] */
  dropText(text, name = 'table.csv') {
    return this.drop({ name, bytes: Buffer.from(text) });
  }

  /** Drops a file from this machine. @param {string} path */
  dropPath(path) {
    return this.drop({ name: basename(path), bytes: readFileSync(path) });
  }

  /** Chooses a file by the page's file input, which is hidden behind a button. @param {string} path */
  async chooseFile(path) {
    const input = await this.page.waitForSelector('>>> [data-control="csv-file"]', { timeout: PATIENCE_MS });
    await /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (input).uploadFile(path);
  }

  /**
   * What is said at a control (or a part of the page) about its last value, once it can be seen.
   *
   * @param {string} control
   * @returns {Promise<{ code: string | null, text: string }>}
   */
  async complaint(control) {
    const element = await this.page.waitForSelector(`>>> [data-error="${control}"]`, {
      visible: true,
      timeout: PATIENCE_MS,
    });
    return element.evaluate((node) => ({
      code: node.getAttribute('data-code'),
      text: (node.textContent ?? '').replace(/\s+/g, ' ').trim(),
    }));
  }

  expectNoProblems() {
    expect(this.problems).toEqual([]);
  }
}
