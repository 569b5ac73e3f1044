import type { CaptureId, CaptureState, JobId } from '../../preload/contract/capture';
import type { MethodName } from '../../preload/contract/methods';
import type { Settings } from '../../preload/contract/settings';
import type { AnalysisListeners, CaptureAnalysis, StartAnalysis } from './capture-analysis';
import { Refusal } from './refusal';

interface SentSettings {
  readonly macros: string;
  readonly rules: string;
  readonly verdicts: Settings['verdicts'];
}

/** What a worker begins with. */
const unsent: SentSettings = { macros: '[]', rules: '[]', verdicts: 'wirestate' };

/** One capture of one window, and the worker that analyses it. Outlives its worker: a reload starts another. */
export class OpenCapture {
  private analysis: CaptureAnalysis;
  private lastState: CaptureState | null = null;
  private dead = false;
  private closed = false;
  /** What the worker has of the settings. */
  private sent: SentSettings = unsent;

  constructor(
    readonly path: string,
    readonly id: CaptureId,
    private readonly start: StartAnalysis,
    private readonly listeners: Omit<AnalysisListeners, 'died'>,
    /** Asked whenever a worker has opened the file. */
    private readonly settings: () => Promise<Settings>,
  ) {
    this.analysis = this.startAnalysis();
  }

  async opened(): Promise<CaptureState> {
    const { analysis } = this;
    this.lastState = await analysis.opened;
    const settings = await this.settings();
    if (settings.verifyChecksums) void analysis.call('captures.setVerifyChecksums', [true]).catch(() => {});
    this.sent = unsent;
    this.takeUp(settings);
    return this.lastState;
  }

  /** Passes on what the worker needs of the settings to compile filters, to color rows and to judge them, where that has changed. */
  takeUp({ macros, coloring, coloringRules, verdicts }: Settings): void {
    if (this.dead || this.lastState === null) return;
    const rules = coloring ? coloringRules : [];
    const next = { macros: JSON.stringify(macros), rules: JSON.stringify(rules), verdicts };
    const { sent } = this;
    this.sent = next;
    if (next.macros !== sent.macros) void this.analysis.call('filters.setMacros', [macros]).catch(() => {});
    if (verdicts !== sent.verdicts) void this.analysis.call('captures.setVerdictSource', [verdicts]).catch(() => {});
    if (next.rules !== sent.rules) void this.analysis.call('colors.setRules', [rules]).catch(() => {});
  }

  state(): CaptureState {
    if (this.lastState === null) throw new Refusal(`${this.path} is still being opened.`);
    return this.lastState;
  }

  async call(method: MethodName, args: unknown[]): Promise<unknown> {
    if (method === 'captures.reload' && this.dead) return this.restart();
    if (this.dead) throw new Refusal(`The analysis of ${this.path} has stopped; reload the capture to go on.`);
    return this.analysis.call(method, args);
  }

  cancelJob(job: JobId): void {
    if (!this.dead) this.analysis.cancelJob(job);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.analysis.terminate();
  }

  private startAnalysis(): CaptureAnalysis {
    const analysis = this.start(this.path, this.id, {
      state: (state) => {
        this.lastState = state;
        if (!this.closed) this.listeners.state(state);
      },
      viewGrew: (view) => !this.closed && this.listeners.viewGrew(view),
      findGrew: (find) => !this.closed && this.listeners.findGrew(find),
      jobProgress: (progress) => !this.closed && this.listeners.jobProgress(progress),
      died: (reason) => this.died(analysis, reason),
    });
    return analysis;
  }

  private died(analysis: CaptureAnalysis, reason: string): void {
    if (this.closed || analysis !== this.analysis) return;
    this.dead = true;
    // One that dies before it has opened rejects `opened`, and there is no state to amend.
    if (this.lastState === null) return;
    const message = `${reason} Reload the capture to start again; marks and comments not saved are lost.`;
    this.lastState = {
      ...this.lastState,
      phase: 'failed',
      warnings: [...this.lastState.warnings, { message, offset: -1, severity: 'error' }],
    };
    this.listeners.state(this.lastState);
  }

  private async restart(): Promise<void> {
    this.dead = false;
    this.analysis = this.startAnalysis();
    try {
      this.listeners.state(await this.opened());
    } catch (error) {
      this.dead = true;
      throw error;
    }
  }
}
