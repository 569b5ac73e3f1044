type Handler = (request: Request) => Response | Promise<Response>;

/** Stands in for `protocol`. */
export class ProtocolDouble {
  private readonly handlers = new Map<string, Handler>();
  private readonly privileged = new Set<string>();

  registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string }[]): void {
    for (const { scheme } of schemes) this.privileged.add(scheme);
  }

  handle(scheme: string, handler: Handler): void {
    if (!this.privileged.has(scheme)) throw new Error(`${scheme} was not registered before the app was ready`);
    this.handlers.set(scheme, handler);
  }

  /** @returns null where no handler has the scheme */
  async respond(request: Request): Promise<Response | null> {
    const scheme = new URL(request.url).protocol.slice(0, -1);
    return (await this.handlers.get(scheme)?.(request)) ?? null;
  }
}
