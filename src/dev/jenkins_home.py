"""jenkins_home.py HOME: writes a Jenkins home for the laboratory, whose description comes as JSON on standard input.

Configuration as code, one job for each example pipeline, and no secret: that of the laboratory is read from the
environment of the controller.
"""

import json
import sys
from pathlib import Path

JOBS = """\
import hudson.plugins.git.BranchSpec
import hudson.plugins.git.GitSCM
import hudson.plugins.git.UserRemoteConfig
import jenkins.model.Jenkins
import org.jenkinsci.plugins.workflow.cps.CpsScmFlowDefinition
import org.jenkinsci.plugins.workflow.job.WorkflowJob

%(names)s.each { name ->
    def job = Jenkins.get().getItem(name) ?: Jenkins.get().createProject(WorkflowJob, name)
    def scm = new GitSCM([new UserRemoteConfig('%(url)s', null, null, null)], [new BranchSpec('main')], null, null, [])
    job.definition = new CpsScmFlowDefinition(scm, "pipelines/${name}.Jenkinsfile")
    job.save()
}
"""


def configuration(lab):
    """The profile of the laboratory, as an administrator would write it for an account."""
    endpoints = [{"service": service, "url": url} for service, url in sorted(lab["endpoints"].items())]
    profile = {
        "name": "laboratory",
        "region": lab["region"],
        "credentialsId": "laboratory",
        "endpoints": endpoints,
        "build": {"baseImage": lab["baseImage"], "sshUser": lab["sshUser"]},
        "inference": {
            "bucket": lab["bucket"],
            "functionRole": lab["functionRole"],
            "instanceProfile": lab["instanceProfile"],
            "healthImagingDatastore": lab["healthImagingDatastore"],
            "healthImagingRole": lab["healthImagingRole"],
        },
    }
    credentials = {
        "aws": {
            "id": "laboratory",
            "scope": "GLOBAL",
            "description": "The laboratory's account",
            "accessKey": lab["accessKeyId"],
            "secretKey": "${LABORATORY_SECRET_ACCESS_KEY}",
        }
    }
    return {
        # The laboratory reaches one machine at a time over SSH.
        "jenkins": {"systemMessage": "MONAI Deploy against stand-ins for AWS", "numExecutors": 1},
        "credentials": {"system": {"domainCredentials": [{"credentials": [credentials]}]}},
        "unclassified": {"monaiDeploy": {"profiles": [profile]}},
    }


def main(home):
    lab = json.load(sys.stdin)
    (home / "init.groovy.d").mkdir(parents=True, exist_ok=True)
    # JSON is YAML.
    (home / "jenkins.yaml").write_text(json.dumps(configuration(lab), indent=2) + "\n", encoding="utf-8")
    names = sorted(file.name.removesuffix(".Jenkinsfile") for file in Path("docs/pipelines").glob("*.Jenkinsfile"))
    jobs = JOBS % {"names": names, "url": lab["repository"]}
    (home / "init.groovy.d" / "jobs.groovy").write_text(jobs, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
