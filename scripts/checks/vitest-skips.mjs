import { writeFileSync } from 'node:fs';

/** A reporter for vitest that notes which tests were skipped and why: its JSON report leaves the reasons out. */
export default class SkipsReporter {
  onTestRunEnd(modules) {
    const skips = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map((test) => ({
        name: `${module.relativeModuleId ?? module.moduleId}: ${test.fullName}`,
        why: test.result().note ?? (test.options.mode === 'todo' ? 'to be done' : 'its condition is not met'),
      })),
    );
    if (process.env.WIRESTATE_SKIPS) writeFileSync(process.env.WIRESTATE_SKIPS, JSON.stringify(skips));
  }
}
