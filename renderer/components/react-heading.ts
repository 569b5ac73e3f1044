import type { IHeaderComp, IHeaderParams } from 'ag-grid-community';
import { type ComponentType, createElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';

/** Makes a heading drawn by React one that a plain grid can show; of headings there are few. */
export function reactHeading<Params extends IHeaderParams>(Heading: ComponentType<Params>): new () => IHeaderComp {
  return class implements IHeaderComp {
    readonly #element = document.createElement('div');
    readonly #root: Root = createRoot(this.#element);

    constructor() {
      this.#element.style.display = 'contents';
    }

    init(params: IHeaderParams): void {
      this.refresh(params);
    }

    getGui(): HTMLElement {
      return this.#element;
    }

    refresh(params: IHeaderParams): boolean {
      this.#root.render(createElement(Heading, params as Params));
      return true;
    }

    /** The grid may be taken away while React draws, which must end first. */
    destroy(): void {
      queueMicrotask(() => this.#root.unmount());
    }
  };
}
