# Everything a fresh clone needs: JDK 17+, Maven 3.8+, Python 3.11+ and make. The rest is fetched at pinned versions.

.DEFAULT_GOAL := help
.PHONY: help demo jenkins test test-one faults hpi prices setup hooks format lint clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "NO_INSTALL=1          install no packages for real containers (as root on Debian or Ubuntu)"
	@echo "LAB_ENGINE=podman      or docker, none: which containers (docs/developing.md)"
	@echo "LAB_BASE=IMAGE         or a rootfs archive: the system that they begin from"
	@echo "PORT=8080             where make jenkins listens"
	@echo "MAVEN_SETTINGS=FILE   Maven settings, for a repository that holds the Jenkins artifacts"

demo:  ## build a MAP on a machine made for it, against stand-ins for AWS on loopback
	@exec src/dev/demo.sh

jenkins:  ## start a Jenkins on loopback with the plugin and the example pipelines, against the same stand-ins
	@exec src/dev/jenkins.sh $(PORT)

test:  ## run every test and check
	@exec src/dev/test.sh

test-one:  ## run one test: TEST=JavaClass, TEST=JavaClass#method or TEST=path/of/test_file.py
	@exec src/dev/test-one.sh '$(TEST)'

faults:  ## run all of the fault matrix, of which the tests run a part; writes target/faults/results.json
	@exec src/dev/faults.sh

hpi:  ## write target/monai-deploy.hpi
	@exec src/dev/hpi.sh

prices:  ## bring the price table up to date from AWS's published offers: FROM=ADDRESS of a mirror
	@exec python3 src/dev/prices.py $(if $(FROM),--from '$(FROM)')

setup:  ## fetch and install what the other commands need
	@exec src/dev/setup.sh tools:tests aws moto upstream

hooks:  ## check what is committed from now on
	@git config core.hooksPath src/dev/hooks && echo "git commit checks first; git config --unset core.hooksPath ends it"

format:  ## format the sources
	@exec src/dev/format.sh

lint:  ## run the checks of style alone
	@exec src/dev/test.sh lint

clean:  ## remove what was built; downloads stay in .venv and .lab
	@rm -rf target central/target central/*/target
