import type { ExportRequest, ExportResult } from '../../preload/contract/capture';
import type { Annotations } from './annotations';
import type { CaptureAnalysis } from './capture-analysis';
import type { Job } from './jobs';
import type { RowList } from './views';

export function exportRows(_analysis: CaptureAnalysis, _annotations: Annotations, _list: RowList, request: ExportRequest, _job: Job): Promise<ExportResult> {
  return Promise.reject(new Error(`Saving to ${request.path} is not built yet.`));
}
