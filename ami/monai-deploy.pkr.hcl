# packer init ami && packer build -var region=eu-west-1 ami

packer {
  required_version = ">= 1.14.0"
  required_plugins {
    amazon = {
      version = "= 1.3.10"
      source  = "github.com/hashicorp/amazon"
    }
  }
}

variable "region" {
  type        = string
  description = "Where the AMI is built."
}

variable "copy_regions" {
  type        = list(string)
  default     = []
  description = "Where it is copied to."
}

variable "instance_type" {
  type        = string
  default     = "g4dn.xlarge"
  description = "With a GPU, so that the driver is tried."
}

variable "subnet_id" {
  type        = string
  default     = null
  description = "A public subnet; by default one of the default VPC."
}

variable "kms_key_id" {
  type        = string
  default     = null
  description = "Key of the AMI's encryption in the region where it is built; by default AWS's own for EBS."
}

data "amazon-parameterstore" "base" {
  name   = "/aws/service/deeplearning/ami/x86_64/base-oss-nvidia-driver-gpu-ubuntu-24.04/latest/ami-id"
  region = var.region
}

locals {
  tags = {
    # By this tag and value monaiBuildMap finds it.
    "monai-deploy:ami"  = "1"
    "monai-deploy:base" = data.amazon-parameterstore.base.value
  }
}

source "amazon-ebs" "machine" {
  region        = var.region
  source_ami    = data.amazon-parameterstore.base.value
  instance_type = var.instance_type
  subnet_id     = var.subnet_id

  ami_name        = "monai-deploy ${formatdate("YYYY-MM-DD hh.mm", timestamp())}"
  ami_description = "Build and inference machine of the monai-deploy plugin"
  ami_regions     = var.copy_regions
  encrypt_boot    = true
  kms_key_id      = var.kms_key_id
  imds_support    = "v2.0"
  tags            = local.tags
  snapshot_tags   = local.tags
  run_tags        = { Name = "monai-deploy AMI" }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  launch_block_device_mappings {
    device_name           = "/dev/sda1"
    volume_type           = "gp3"
    volume_size           = 100
    delete_on_termination = true
  }

  ssh_username                              = "ubuntu"
  ssh_clear_authorized_keys                 = true
  temporary_key_pair_type                   = "ed25519"
  temporary_security_group_source_public_ip = true
}

build {
  sources = ["source.amazon-ebs.machine"]

  provisioner "shell" {
    # The first boot installs packages too.
    inline = ["cloud-init status --wait || [ $? = 2 ]", "mkdir -p /tmp/monai-deploy"]
  }

  provisioner "file" {
    sources     = ["${path.root}/provision.sh", "${path.root}/versions.env", "${path.root}/requirements"]
    destination = "/tmp/monai-deploy/"
  }

  provisioner "shell" {
    inline = [
      "sudo bash /tmp/monai-deploy/provision.sh",
      "sudo bash /tmp/monai-deploy/provision.sh | tee /tmp/second-run",
      "grep -qx 'provisioned, 0 changes' /tmp/second-run",
      "rm -rf /tmp/monai-deploy /tmp/second-run",
    ]
  }
}
