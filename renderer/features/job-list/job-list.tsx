import { Button, Loader, Progress } from '@mantine/core';
import { cancelJob, useJobs } from '../../state/jobs';
import './job-list.css';

/** Long work under way, each with its progress and a way to stop it. */
export function JobList() {
  const shown = useJobs((jobs) => jobs.shown);
  const jobs = Object.values(shown);
  return (
    <div className="job-list" role="status">
      {jobs.map(({ job, title, done, total }) => (
        <div className="job" key={job}>
          {total > 0 ? null : <Loader size={14} />}
          <div className="job-body">
            <div>
              {title}
              {total > 0 ? <span className="dim"> {Math.floor((done / total) * 100)} %</span> : null}
            </div>
            {total > 0 ? <Progress value={(done / total) * 100} size={4} aria-label={title} /> : null}
          </div>
          <Button size="compact-xs" onClick={() => cancelJob(job)}>
            Cancel
          </Button>
        </div>
      ))}
    </div>
  );
}
